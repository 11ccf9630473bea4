// Checks a file and prints what is wrong with it: node examples/validate.mjs samples/broken.csv
import { validateFile } from 'files-bulk-import';

const check = validateFile(process.argv[2] ?? 'users.csv');
for await (const { severity, line, column, message } of check)
  console.log(`${severity}  line ${line ?? '-'}  ${column ?? 'row'}: ${message}`);

const { rows, valid } = await check.result();
console.log(`${valid} of ${rows} rows are valid.`);
