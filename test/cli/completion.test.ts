import { spawnSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { beforeEach, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../src/cli/completion/bash.js';
import { fishCompletion } from '../../src/cli/completion/fish.js';
import { shells } from '../../src/cli/completion/shells.js';
import { treeOf } from '../../src/cli/completion/tree.js';
import { zshCompletion } from '../../src/cli/completion/zsh.js';
import { run, workspace, type Workspace } from './command.js';
import { isInstalled, typeInto } from './completing.js';

let space: Workspace;
let cwd: string;

beforeEach(async () => {
  space = await workspace();
  cwd = join(space.path, 'here');
  await mkdir(join(cwd, 'runs'), { recursive: true });
  await space.file('here/users one.csv', '');
  await space.file('here/keys.txt', '');
});

const missing = shells.filter((shell) => !isInstalled(shell));
if (missing.length > 0) console.warn(`Not tested, because not installed: ${missing.join(', ')}.`);
const installed = shells.filter((shell) => !missing.includes(shell));

const typed: readonly (readonly [line: string, given: string])[] = [
  ['files-bulk-import imp\t', '<import>'],
  ['files-bulk-import help te\t', '<help><template>'],
  ['files-bulk-import completion z\t', '<completion><zsh>'],
  ['files-bulk-import explain time-z\t', '<explain><time-zone-unknown>'],
  ['files-bulk-import import --ski\t', '<import><--skip-invalid>'],
  ['files-bulk-import import --existing sk\t', '<import><--existing><skip>'],
  ['files-bulk-import import --existing=u\t', '<import><--existing=update>'],
  ['files-bulk-import import us\t', '<import><users one.csv>'],
  ['files-bulk-import import --existing skip us\t', '<import><--existing><skip><users one.csv>'],
  ['files-bulk-import import x --api-key-file ke\t', '<import><x><--api-key-file><keys.txt>'],
  ['files-bulk-import template -o ke\t', '<template><-o><keys.txt>'],
  ['files-bulk-import runs --state-dir ru\t', '<runs><--state-dir><runs>'],
  // Nothing is offered for these, not even files.
  ['files-bulk-import resume ke\t', '<resume><ke>'],
  ['files-bulk-import runs ke\t', '<runs><ke>'],
  ['files-bulk-import import x.csv --rate ke\t', '<import><x.csv><--rate><ke>'],
];

describe.each(installed)('in %s', (shell) => {
  it('completes commands, flags, choices, files and directories', async () => {
    const { code, stdout } = await run(['completion', shell]);
    expect(code).toBe(0);
    const script = await space.file(`script.${shell}`, stdout);
    const lines = typed.map(([line]) => line);
    expect(typeInto(shell, script, lines, { cwd })).toEqual(typed.map(([, given]) => given));
  });

  it('does not execute anything in a description', async () => {
    const render = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
    const script = await space.file(`hostile.${shell}`, render(treeOf(hostileProgram())));
    const lines = ['tool un\t', 'tool unlock ne\tke\t', 'tool unlock --mo\tfa\t'];
    const given = typeInto(shell, script, lines, { cwd, program: 'tool' });
    expect(given.map((one) => one.replace('=', '><'))).toEqual([
      '<unlock>',
      '<unlock><never><keys.txt>',
      '<unlock><--mode><fast>',
    ]);
    expect(await readdir(cwd)).toEqual(['keys.txt', 'runs', 'users one.csv']);
  });
});

const hostileText = `it's $(touch owned) [a]: b \`touch owned\` "c" \\ {d,e} *`;

function hostileProgram(): Command {
  const program = new Command('tool').helpCommand(false);
  program
    .command('unlock')
    .description(hostileText)
    .addOption(new Option('--mode <how>', hostileText).choices(['fast', 'slow']))
    .addArgument(new Argument('<when>', hostileText).choices(['never', 'always']))
    .argument('<file>', hostileText);
  program.command('delete').description(hostileText);
  return program;
}

it.runIf(installed.includes('fish'))('fish shows descriptions of commands', async () => {
  const { stdout: script } = await run(['completion', 'fish']);
  const line = "complete -C 'files-bulk-import '";
  const { stdout } = spawnSync('fish', ['--no-config', '-c', `${script}\n${line}`], {
    encoding: 'utf8',
  });
  expect(stdout).toContain("map\tshow how a file's headers are understood");
});

it('the scripts have every command and flag of the help', async () => {
  const scripts = await Promise.all(
    shells.map(async (shell) => (await run(['completion', shell])).stdout),
  );
  const { stdout: help } = await run(['--help']);
  const commands = Array.from(help.matchAll(/^ {2}([a-z]+) {2,}[a-z]/gm), ([, name = '']) => name);
  expect(commands).toContain('completion');
  for (const command of commands) {
    for (const script of scripts) expect(script).toContain(command);
    const { stdout } = await run([command, '--help']);
    const flags = Array.from(stdout.matchAll(/^ {2}.*?--([a-z-]+)/gm), ([, name = '']) => name);
    expect(flags).toContain('help');
    for (const script of scripts) for (const flag of flags) expect(script).toContain(flag);
  }
});

it('refuses an unknown shell, and lists the known ones', async () => {
  const { code, stdout, stderr } = await run(['completion', 'csh']);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('bash, zsh, fish');
});
