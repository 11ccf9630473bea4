import { exitCodeDetails } from '../../src/cli/exit-code-details.js';
import type { CommandPage, ProgramPages, Term } from './command-model.js';
import { capital, title } from './pages.js';

/** man/files-bulk-import.1, in the man macros. */
export function manPage({ summary, commands, shared }: ProgramPages): string {
  return [
    '.\\" Made by `npm run docs`.',
    '.TH FILES\\-BULK\\-IMPORT 1 "" "files\\-bulk\\-import" "User Commands"',
    // No hyphenation or justification, as many words are flags.
    '.nh',
    '.ad l',
    '.SH NAME',
    `files\\-bulk\\-import \\- ${roff(summary.replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    ...commands.flatMap(({ usage }) => [`.B ${roff(usage)}`, '.br']),
    '.SH DESCRIPTION',
    paragraph(
      'A CSV file or workbook of users is checked to its last row, what it would do on the site is shown, and the users are created, each once, whatever breaks on the way. A file is a path, or - for standard input. Results go to standard output, everything else to standard error.',
    ),
    '.SH COMMANDS',
    ...commands.flatMap(commandSection),
    ...[...shared].flatMap(([heading, terms]) => [
      `.SH ${roff(title(heading).toUpperCase())}`,
      ...definitions(terms),
    ]),
    '.SH EXIT STATUS',
    ...exitCodeDetails.flatMap(({ code, meaning, then }) => [
      ...definitions([{ term: String(code), what: `${capital(meaning)}. ${then}` }]),
    ]),
    '.SH ENVIRONMENT',
    ...definitions(environment),
    '.SH FILES',
    ...definitions(files),
    '.SH SEE ALSO',
    paragraph(
      'files-bulk-import explain, for each code of an issue; files-bulk-import columns, for the columns of a file.',
    ),
    '',
  ].join('\n');
}

const environment: readonly Term[] = [
  {
    term: 'FILES_API_KEY',
    what: 'The API key of a site administrator, where no flag names another.',
  },
  { term: 'XDG_STATE_HOME', what: 'The directory below which runs are kept.' },
  { term: 'NO_COLOR', what: 'When it is not empty: no colour and no animation.' },
  { term: 'TERM', what: 'When it is dumb: no colour and no animation.' },
];

const files: readonly Term[] = [
  {
    term: '~/.local/state/files-bulk-import/runs/',
    what: 'A directory for each run, with its journal, for its owner alone. On macOS below ~/Library/Application Support.',
  },
  {
    term: '~/.config/files-cli',
    what: 'Profiles of the official command line, for --profile. It is read, never written.',
  },
  {
    term: 'NAME.rejects.csv',
    what: 'Beside the input: rows that were left out, with the reasons.',
  },
  { term: 'NAME.fixed.csv', what: 'Beside the input: the copy that fix writes.' },
];

function commandSection(page: CommandPage): readonly string[] {
  const { name, summary, usage, examples, arguments: args, flags, shared } = page;
  const also = shared.map((heading) => title(heading).toUpperCase()).join(', ');
  return [
    `.SS ${roff(name)}`,
    `.B ${roff(usage)}`,
    '.PP',
    paragraph(`${capital(summary)}.`),
    ...definitions([...args, ...flags]),
    '.PP',
    paragraph(`Flags also: ${also}.`),
    '.PP',
    'Examples:',
    '.PP',
    '.nf',
    '.RS 4',
    ...examples.map(line),
    '.RE',
    '.fi',
  ];
}

function definitions(terms: readonly Term[]): readonly string[] {
  return terms.flatMap(({ term, what }) => ['.TP', `.B ${roff(term)}`, paragraph(what)]);
}

function paragraph(text: string): string {
  return line(text.replaceAll('`', ''));
}

/** A line of text, protected from being read as a request. */
function line(text: string): string {
  return `\\&${roff(text)}`;
}

function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha')
    .replaceAll('`', '\\(ga')
    .replaceAll('"', '\\(dq')
    .replaceAll('…', '...');
}
