/** When a command exits with a code and what was done, and what to do then. */
export const ofExitCodes = {
  0: {
    when: 'Everything that was asked for is done. An import whose run had ended before exits with the code of that run again.',
    then: 'There is nothing left to do. To exit with 1 if there are warnings, add --strict.',
  },
  1: {
    when: 'The file has an error, the site would refuse one of its rows, there is a warning and --strict was given, or a limit such as --max-new is exceeded. An import has sent nothing that changes the site.',
    then: 'Correct the file: the report names lines and columns, `explain` says more about a code, `fix` corrects what is certain. Or leave the wrong rows out with --skip-invalid.',
  },
  2: {
    when: 'A flag, a path, a profile or a site is wrong, a file cannot be read or has changed between two readings, a run cannot be resumed with these options, or there was neither a terminal to ask on nor --yes.',
    then: 'Read the message, which names what to change. The same command would fail again.',
  },
  3: {
    when: 'The run reached its end. Rows that the site refused, or whose user cannot be distinguished from another one, were not created; all others were. `users` exits with it when a name is not found, and `export` when something about a user cannot be expressed in the format.',
    then: 'The rejects file beside the input has the rows with their reasons: correct them there and import that file, or fix the site and run `resume`, which tries them again.',
  },
  4: {
    when: "The site does not accept the key, or does not let its owner do this: it has expired, belongs to another site, or is not a site administrator's. What was done before stays done.",
    then: '`files-bulk-import whoami` says whose key it is and what it may do. With another key, run the same command again.',
  },
  5: {
    when: 'The site gave no useful answer for 2 minutes, asked to wait longer than 10 minutes, the journal could not be written (a full disk) or was removed, or an unexpected error ended the command.',
    then: 'Run `files-bulk-import resume`, or the same command again. Nothing is done twice. A run whose journal was removed cannot be resumed: what it created is on the site.',
  },
  130: {
    when: 'Ctrl-C, or a signal of the system. The first one finishes what is in flight; a second one stops at once. The journal is right in both cases.',
    then: 'Run `files-bulk-import resume`, or the same command again.',
  },
} as const;
