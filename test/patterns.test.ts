import { readdir, readFile } from 'node:fs/promises';
import { createContext, Script } from 'node:vm';
import ts from 'typescript';
import { expect, test } from 'vitest';

/**
 * eslint-plugin-regexp proves most patterns linear, but does not know those built from parts. Here all are
 * attacked. A linear one takes some hundredths of a second for the attacks with one unit, a quadratic one
 * several seconds for each.
 */
const size = 100_000;
const longestSeconds = 2;

const src = new URL('../src/', import.meta.url);
const files = (await readdir(src, { recursive: true })).filter((name) => name.endsWith('.ts'));
const sources = await Promise.all(
  files.map(async (file) => parse(file, await readFile(new URL(file, src), 'utf8'))),
);
const literals = sources.flatMap((source) =>
  nodesOf(source)
    .filter(ts.isRegularExpressionLiteral)
    .map((node) => ({ place: placeOf(source, node), pattern: regExpOf(node.text) })),
);
const built = await builtIn(
  sources.filter((source) =>
    nodesOf(source).some(
      (node) =>
        ts.isNewExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === 'RegExp',
    ),
  ),
);

test('finds the patterns of all files', () => {
  expect(literals.length).toBeGreaterThan(150);
  expect(built.length).toBeGreaterThan(10);
});

test.each(
  [...literals, ...built]
    .filter(({ pattern }) => !isOneCharacter(pattern))
    .map(({ place, pattern }) => [`${place} ${pattern.source}`, pattern] as const),
)('%s', (_, pattern) => {
  expect(slowestOf(pattern)).toBe('none');
});

test('detects patterns that are not linear', () => {
  for (const pattern of [/\s+$/, /[^,\s]\s*\n\s*[^,\s]/, /^(?:a|ab?)*$/])
    expect(slowestOf(pattern, 0.5)).not.toBe('none');
});

/** A single character class is always linear. */
function isOneCharacter({ source }: RegExp): boolean {
  return /^\[(?:\\.|[^\\\]])+\]$/.test(source);
}

/** The attack for which a pattern takes too long, or `none`; the time-out only serves to return from it. */
function slowestOf(pattern: RegExp, seconds = longestSeconds): string {
  const sandbox = createContext({ pattern, size, attacks: [] as Attack[], at: 0 });
  for (const attacks of attacksOn(pattern)) {
    Object.assign(sandbox, { attacks, at: 0 });
    try {
      tryAll.runInContext(sandbox, { timeout: seconds * 1000 });
    } catch {
      return JSON.stringify(attacks[Number(sandbox.at)]);
    }
  }
  return 'none';
}

const tryAll = new Script(
  `for (const [before, unit, after] of attacks) {
    const text = before + unit.repeat(size / unit.length) + after;
    pattern.lastIndex = 0;
    pattern.global ? text.replace(pattern, '') : pattern.test(text);
    at += 1;
  }`,
);

type Attack = readonly [before: string, unit: string, after: string];

/** Attacks by unit: parts of the pattern itself, repeated, and followed by something unexpected. */
function attacksOn({ source }: RegExp): Attack[][] {
  const words = source.match(/[a-z]{2,}/g) ?? [];
  const marks = source.match(/[^\s\w\\^$?*+()]/gu) ?? [];
  const units = new Set([...marks, ...words, 'a', 'A', '0', ' ', '\n', '\t', '\u0301', ' a', '0a']);
  const ends = new Set(['', 'a', '!', '\0', ...marks.slice(0, 3)]);
  return [...units].map((unit) =>
    [...ends].flatMap((end): Attack[] => [
      ['', unit, end],
      ['a', unit, end],
    ]),
  );
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

function nodesOf(node: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [node];
  node.forEachChild((child) => void nodes.push(...nodesOf(child)));
  return nodes;
}

function placeOf(source: ts.SourceFile, node: ts.Node): string {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${source.fileName}:${line + 1}`;
}

function regExpOf(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

/** The patterns that modules construct when they are loaded. */
async function builtIn(modules: readonly ts.SourceFile[]) {
  const found: { place: string; pattern: RegExp }[] = [];
  const original = globalThis.RegExp;
  for (const { fileName } of modules) {
    globalThis.RegExp = new Proxy(original, {
      construct(target, [source, flags]: [string, string?]) {
        const pattern = new target(source, flags);
        found.push({ place: fileName, pattern });
        return pattern;
      },
    });
    try {
      await import(new URL(fileName, src).href);
    } finally {
      globalThis.RegExp = original;
    }
  }
  return found;
}
