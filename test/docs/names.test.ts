import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { exitCodes, exitCodeTexts } from '../../src/cli/exit.js';
import { allPages } from './blocks.js';
import { programPages, wholeProgram } from './command-model.js';

const program = wholeProgram();
const pages = await allPages();
const readme = pages.find(({ path }) => path === 'README.md')?.text ?? '';
const flags = new Set(
  [program, ...program.commands].flatMap((command) =>
    command
      .createHelp()
      .visibleOptions(command)
      .map(({ long }) => long),
  ),
);

/** Flags of npm and node, an example, and the beginning of a flag. */
const others =
  /^--(global|no-git-tag-version|prefix|report-on-fatalerror|report-uncaught-exception|flag|dry-)$/;

function unknownFlags(path: string, text: string): string[] {
  return [...text.matchAll(/(?<![\w-])--[a-z][\w-]*/g)]
    .filter(([flag]) => !flags.has(flag) && !others.test(flag))
    .map(([flag]) => `${path}: ${flag}`);
}

test('every flag that a page names exists', () => {
  expect(pages.flatMap(({ path, text }) => unknownFlags(path, text))).toEqual([]);
});

test('every flag that the sources name, in messages above all, exists', async () => {
  const src = new URL('../../src/', import.meta.url);
  const paths = (await readdir(src, { recursive: true })).filter(
    // The style of the HTML report has names that look alike.
    (path) => path.endsWith('.ts') && !/html.style/.test(path),
  );
  for (const path of paths)
    expect(unknownFlags(`src/${path}`, await readFile(new URL(path, src), 'utf8'))).toEqual([]);
});

test('the help and README.md say what each exit code means', () => {
  const codes = Object.values(exitCodes);
  expect(exitCodeTexts.map(([code]) => code)).toEqual(codes);
  expect([...readme.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code))).toEqual(codes);
});

test('the table of commands in README.md has every command', () => {
  const listed = [...readme.matchAll(/^\| `([a-z]+)[ `]/gm)].map(([, name = '']) => name);
  const commands = programPages().commands.map(({ name }) => name);
  expect(commands.filter((name) => !listed.includes(name))).toEqual([]);
});
