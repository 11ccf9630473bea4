import { exitCodes, exitCodeTexts, type ExitCode } from './exit.js';

interface ExitCodeDetail {
  readonly code: ExitCode;
  readonly meaning: string;
  /** When a command ends so, and what was done. */
  readonly when: string;
  readonly then: string;
}

const details: Readonly<Record<ExitCode, Pick<ExitCodeDetail, 'when' | 'then'>>> = {
  [exitCodes.ok]: {
    when: 'Everything that was asked for is done. An import whose run had ended before gives the code of that run again.',
    then: 'Go on. A script that will not have warnings adds --strict.',
  },
  [exitCodes.invalid]: {
    when: 'The file has an error, the site would refuse one of its rows, there is a warning and --strict was given, or a bound such as --max-new is exceeded. An import has sent nothing that changes the site.',
    then: 'Correct the file: the report names lines and columns, `explain` says more of a code, `fix` corrects what is certain. Or leave the wrong rows out with --skip-invalid.',
  },
  [exitCodes.usage]: {
    when: 'A flag, a path, a profile or a site is wrong, a file cannot be read or has changed between two readings, a run cannot be gone on with under these options, or nobody was there to agree and --yes was missing.',
    then: 'Read the message, which names what to change. The same command would end in the same way again.',
  },
  [exitCodes.someFailed]: {
    when: 'The run went to its end. Rows that the site refused, or whose user cannot be told from another one, are not done; all others are. `users` ends so when a name is not found, and `export` when something of a user cannot be said in the format.',
    then: 'The rejects file beside the input has the rows with their reasons: correct them there and import that file, or mend the site and give `resume`, which tries them again.',
  },
  [exitCodes.refused]: {
    when: "The site does not take the key, or its owner may not do this: it is expired, of another site, or not a site administrator's. What had been done before stays done.",
    then: '`files-bulk-import whoami` says whose key it is and what it may do. With another key give the same command again.',
  },
  [exitCodes.stopped]: {
    when: 'The site gave no useful answer for 2 minutes, asked to wait longer than 10 minutes, or the journal could not be written (a full disk).',
    then: 'Give `files-bulk-import resume`, or the same command again. What was done is not done twice.',
  },
  [exitCodes.interrupted]: {
    when: 'Ctrl-C, or a signal of the system. The first one finishes what is under way; a second one stops at once. The journal is right in both cases.',
    then: 'Give `files-bulk-import resume`, or the same command again.',
  },
};

/** What each exit code says, and what to do then. */
export const exitCodeDetails: readonly ExitCodeDetail[] = exitCodeTexts.map(([code, meaning]) => ({
  code,
  meaning,
  ...details[code],
}));
