// Imports a file, and continues when it is started again: node examples/import.mjs samples/onboarding.csv
// It imports into the site of FILES_SITE and FILES_API_KEY; without them, into a sandbox.
import { planImport, runImport, startSandbox } from 'files-bulk-import';

const file = process.argv[2] ?? 'users.csv';
const { FILES_SITE, FILES_API_KEY } = process.env;
const sandbox = FILES_API_KEY ? undefined : await startSandbox();
const options = {
  site: {
    site: FILES_SITE,
    baseUrl: sandbox?.url,
    apiKey: sandbox?.apiKey ?? FILES_API_KEY ?? '',
  },
  stateDirectory: 'files-bulk-import-runs',
};

const planned = await planImport(file, options).result();
if (planned.type === 'planned')
  console.log(`${planned.plan.create} users to create, ${planned.plan.calls} API calls.`);

// Ctrl-C finishes what is in flight; the next start continues.
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const run = runImport(file, { ...options, limits: { maxAdmins: 5 }, stop: stop.signal });
for await (const event of run) {
  if (event.type === 'row') console.log(`${event.outcome.username}: ${event.outcome.outcome}`);
  if (event.type === 'issues')
    for (const issue of event.rows.flatMap((row) => row.issues)) console.log(issue.message);
}
const result = await run.result();
console.log(result.type === 'ran' ? result.account.tally : result.type);
await sandbox?.close();
