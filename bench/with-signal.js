import { validateFile } from 'files-bulk-import';

// Checks a file with the library and a signal, as a program that may abort it.
const { signal } = new AbortController();
const { valid } = await validateFile(process.argv[2], { signal }).result();
if (valid === 0) process.exitCode = 1;
