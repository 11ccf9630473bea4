import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Shell } from '../../src/cli/completion/shells.js';

export function isInstalled(shell: Shell): boolean {
  return spawnSync(shell, ['-c', 'true']).error === undefined;
}

const interactive: Readonly<Record<Shell, string>> = {
  bash: 'bash --norc --noprofile -i',
  zsh: 'zsh -f -i',
  fish: 'fish --no-config -i',
};

/** Defines a function in place of the program that prints its arguments. */
function setUp(shell: Shell, program: string, script: string): string {
  switch (shell) {
    case 'bash':
      return `${program}() { printf 'GIVEN'; printf '<%s>' "$@"; echo; }; source '${script}'`;
    case 'zsh':
      return `${program}() { printf 'GIVEN'; printf '<%s>' "$@"; echo; }; autoload -Uz compinit; compinit -D -u; source '${script}'`;
    case 'fish':
      return `function ${program}; printf 'GIVEN'; printf '<%s>' $argv; echo; end; source '${script}'`;
  }
}

/**
 * Types lines into a real shell on a terminal, where a tab completes. Returns the arguments that the program
 * got from each, such as `<import><users.csv>`, without the slash that some shells add to a directory.
 */
export function typeInto(
  shell: Shell,
  script: string,
  lines: readonly string[],
  { cwd, program = 'files-bulk-import' }: { readonly cwd: string; readonly program?: string },
): string[] {
  const endOfInput = '\u0004';
  const input = [setUp(shell, program, script), ...lines, endOfInput].join('\r');
  const { stdout } = spawnSync('script', ['-qec', interactive[shell], '/dev/null'], {
    input,
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env.PATH, HOME: tmpdir(), TERM: 'xterm' },
  });
  return Array.from(stdout.matchAll(/GIVEN(<.*>)\r?$/gm), ([, given = '']) =>
    given.replaceAll('/>', '>'),
  );
}
