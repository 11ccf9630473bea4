import { validateFile } from 'files-bulk-import';

// Checks a file with the library; with `signal` as a second argument, so that it could be aborted.
const [path, how] = process.argv.slice(2);
const options = how === 'signal' ? { signal: new AbortController().signal } : {};
const { valid } = await validateFile(path, options).result();
if (valid === 0) process.exitCode = 1;
