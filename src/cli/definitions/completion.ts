import { Argument } from 'commander';
import { shells, type Shell } from '../completion/shells.js';
import type { Define } from '../definition.js';
import { withCommonFlags } from '../flags.js';
import { heading } from '../help.js';

const places = `${heading('Where to put it:')}
  bash  ~/.local/share/bash-completion/completions/files-bulk-import,
        or without the package bash-completion any file that ~/.bashrc sources
  zsh   a directory of $fpath, as _files-bulk-import, before compinit runs
  fish  ~/.config/fish/completions/files-bulk-import.fish
`;

export const define: Define = (command, cli) => {
  withCommonFlags(command, [
    'source <(files-bulk-import completion bash)',
    'files-bulk-import completion zsh > "${fpath[1]}/_files-bulk-import"',
    'files-bulk-import completion fish > ~/.config/fish/completions/files-bulk-import.fish',
  ])
    .addHelpText('before', places)
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .action(async (shell: Shell) => {
      const { completion } = await import('../commands/completion.js');
      cli.exit(await completion(shell, cli));
    });
};
