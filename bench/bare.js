import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';

// The baseline: csv-parse alone, with rows as arrays and nothing done with them.
let rows = 0;
await pipeline(createReadStream(process.argv[2]), parse(), async (records) => {
  for await (const row of records) rows += row.length > 0;
});
if (rows === 0) process.exitCode = 1;
