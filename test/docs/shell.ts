import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import type { Block } from './blocks.js';

const bin = fileURLToPath(new URL('../../bin/files-bulk-import.js', import.meta.url));

/** The exit code for a line that ends differently from what the page says; no command uses it. */
const unexpected = 99;

/**
 * A script of the blocks of a page, from top to bottom. A line must end with 0, or with N if it is followed
 * by `# exit N`. A block that is a script is run as one. Files that the page shows are written in turn.
 */
export function scriptOf(blocks: readonly Block[]): string {
  return blocks.flatMap(partsOf).join('\n');
}

function partsOf({ language, file, text, line }: Block): readonly string[] {
  if (file !== undefined) return [hereDocument(`cat >${file}`, text)];
  if (language !== 'sh') return [];
  if (text.startsWith('#!')) return [hereDocument('bash -s', text), check(0, line, text)];
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((command) => command.trim() !== '')
    .flatMap((command) => [
      command,
      check(Number(/# exit (\d+)/.exec(command)?.[1] ?? 0), line, command),
    ]);
}

function hereDocument(command: string, text: string): string {
  return `${command} <<'END OF BLOCK'\n${text}END OF BLOCK`;
}

function check(expected: number, line: number, command: string): string {
  const what = JSON.stringify(`below line ${line}: ${command}`).replaceAll(/[`$]/g, '\\$&');
  return `code=$?; if [ $code -ne ${expected} ]; then echo ${what} "ended with $code" >&2; exit ${unexpected}; fi`;
}

/**
 * Installs a `files-bulk-import` that calls the built one, with two differences: `--site NAME` means the
 * sandbox of that name, and questions are answered with yes. Returns the environment that finds it.
 */
export async function installIn(
  directory: string,
  sites: Readonly<Record<string, Sandbox>>,
): Promise<Record<string, string>> {
  const path = join(directory, 'bin');
  await mkdir(path);
  const script = `#!/usr/bin/env bash
args=()
while (($#)); do
  if [[ $1 == --site ]]; then
    case $2 in
${Object.entries(sites)
  .map(([name, { url }]) => `      ${name}) args+=(--base-url ${url}) ;;`)
  .join('\n')}
      *) echo "No sandbox is called $2." >&2; exit ${unexpected} ;;
    esac
    shift 2
  else
    args+=("$1")
    shift
  fi
done
if [[ \${args[0]} =~ ^(import|resume|undo|users)$ && " \${args[*]} " != *' --yes '* ]]; then args+=(--yes); fi
exec ${process.execPath} ${bin} "\${args[@]}"
`;
  const command = join(path, 'files-bulk-import');
  await writeFile(command, script);
  await chmod(command, 0o755);
  return {
    PATH: `${path}:${process.env.PATH ?? ''}`,
    HOME: directory,
    XDG_STATE_HOME: join(directory, 'state'),
  };
}
