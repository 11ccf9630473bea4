import { validateFile } from 'files-bulk-import';

// The library's check of a file, as a program does it that may end it.
const { signal } = new AbortController();
const { valid } = await validateFile(process.argv[2], { signal }).result();
if (valid === 0) process.exitCode = 1;
