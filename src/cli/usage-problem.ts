import { nearest } from '../columns/did-you-mean.js';
import { printableLines } from '../columns/printable.js';
import { quote } from '../columns/quote.js';

/** What to add to a problem, by commander's wording; the first that matches. */
const hints: readonly (readonly [problem: RegExp, hint: string])[] = [
  [
    /unknown option '--?(?:api[-_]?)?key\b/i,
    'Do not give a key on the command line, where other users and the shell history can see it: put it into FILES_API_KEY, or into a file for --api-key-file.\n',
  ],
  [
    /unknown option '--dry-?run\b/,
    'files-bulk-import plan shows what an import would do, undo asks before it deletes, and fix writes only a new file.\n',
  ],
  [
    /unknown command '[^'./\\]*[./\\]/,
    'The command comes first, then the file: files-bulk-import validate FILE, or import FILE.\n',
  ],
  [
    // Every command has them.
    /unknown option '--(?:no-color|quiet|debug)'/,
    'Flags come after the command: files-bulk-import validate FILE --quiet.\n',
  ],
  [
    /unknown option '--sandbox'/,
    'A site of --sandbox ends with its command: for several commands, use files-bulk-import sandbox.\n',
  ],
  [/too many arguments/, 'Put a path that contains spaces in quotation marks.\n'],
];

/**
 * commander's messages, in our words. A value given for an unknown flag may be a key or a password, and is
 * not repeated. `wordsFor` returns the possible words of an argument.
 */
export function usageProblem(
  text: string,
  wordsFor: (argument: string) => readonly string[],
): string {
  const said = printableLines(text)
    .replace(/^error:/, 'files-bulk-import:')
    .replace(/(?<=unknown option '--?[^'=]*=)[\s\S]*(?=')/, '…');
  const [, given, argument = ''] = wrongWord.exec(text) ?? [];
  if (given !== undefined) return noSuchWord(given, argument, wordsFor(argument));
  const [, missing = ''] = /missing required argument '(\w+)'/.exec(text) ?? [];
  const words = wordsFor(missing);
  if (words.length > 0) return said + listed(missing, words);
  const [, hint = ''] = hints.find(([problem]) => problem.test(said)) ?? [];
  return said + hint;
}

const wrongWord = /command-argument value '([\s\S]*)' is invalid for argument '(\w+)'/;

function noSuchWord(given: string, argument: string, words: readonly string[]): string {
  const meant = nearest(given, words);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `files-bulk-import: There is no ${argument} ${quote(given)}.${hint} ${listed(argument, words)}`;
}

function listed(argument: string, words: readonly string[]): string {
  return `The ${argument}s are ${words.join(', ')}.\n`;
}
