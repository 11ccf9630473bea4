// A web server that takes files of users: POST /check answers with what is wrong, a line of JSON each;
// POST /import imports and tells of each row. Start it with: node examples/web-handler.mjs
// Put it behind something that knows who may do this; it listens on this machine alone.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { runImport, startSandbox, validateFile } from 'files-bulk-import';

const mostBytes = 20 * 1024 * 1024;
const { FILES_SITE, FILES_API_KEY, PORT = '0' } = process.env;
const sandbox = FILES_API_KEY ? undefined : await startSandbox();
const site = {
  site: FILES_SITE,
  baseUrl: sandbox?.url,
  apiKey: sandbox?.apiKey ?? FILES_API_KEY ?? '',
};

const server = createServer(async (request, response) => {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const task = taskFor(request, gone.signal);
  if (!task) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('Content-Type', 'application/x-ndjson');
  /** @param {object} value */
  const write = (value) => response.write(`${JSON.stringify(value)}\n`);
  try {
    for await (const event of task) write(event);
    write({ type: 'result', ...(await task.result()) });
  } catch (error) {
    // The messages are made for a person, and hold nothing secret.
    write({ type: 'error', message: error instanceof Error ? error.message : 'unknown' });
  }
  response.end();
});

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {AbortSignal} signal
 */
function taskFor(request, signal) {
  if (request.method !== 'POST') return undefined;
  if (request.url === '/check') return validateFile(limited(request), { signal });
  // Who goes away does not leave half an import behind: what is under way is finished, and giving the
  // same file again goes on.
  if (request.url === '/import')
    return runImport(limited(request), {
      site,
      stateDirectory: join(tmpdir(), 'files-bulk-import-example'),
      stop: signal,
    });
  return undefined;
}

/** @param {import('node:http').IncomingMessage} request */
async function* limited(request) {
  let bytes = 0;
  for await (const piece of request) {
    bytes += piece.length;
    if (bytes > mostBytes) throw new Error(`The file has more than ${mostBytes} bytes.`);
    yield piece;
  }
}

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening at', server.address()));
