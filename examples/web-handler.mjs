// A web server that accepts files of users: POST /check answers with the issues, one line of JSON each;
// POST /import imports and reports each row. Start it with: node examples/web-handler.mjs
// Put it behind something that authorises callers; it listens only on this machine.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runImport, startSandbox, validateFile } from 'files-bulk-import';

const mostBytes = 20 * 1024 * 1024;
const { FILES_SITE, FILES_API_KEY, PORT = '0' } = process.env;
const sandbox = FILES_API_KEY ? undefined : await startSandbox();
const site = {
  site: FILES_SITE,
  baseUrl: sandbox?.url,
  apiKey: sandbox?.apiKey ?? FILES_API_KEY ?? '',
};
// For a real site, use a directory that lasts.
const stateDirectory = join(tmpdir(), 'files-bulk-import-example');

const server = createServer(async (request, response) => {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const task = taskFor(request, gone.signal);
  if (!task) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('Content-Type', 'application/x-ndjson');
  // pipeline waits while the client does not read. A client that has gone needs no error.
  await pipeline(Readable.from(linesOf(task, response)), response).catch(() => undefined);
});

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {AbortSignal} signal
 */
function taskFor(request, signal) {
  if (request.method !== 'POST') return undefined;
  if (request.url === '/check') return validateFile(limited(request), { signal });
  // A client that goes away leaves no half-created user behind: what is in flight is finished, and sending
  // the same file again continues.
  if (request.url === '/import')
    return runImport(limited(request), { site, stateDirectory, stop: signal });
  return undefined;
}

/**
 * @param {import('files-bulk-import').Task<object, object>} task
 * @param {import('node:http').ServerResponse} response
 */
async function* linesOf(task, response) {
  try {
    for await (const event of task) yield `${JSON.stringify(event)}\n`;
    yield `${JSON.stringify({ type: 'result', result: await task.result() })}\n`;
  } catch (error) {
    if (!response.headersSent) response.statusCode = error instanceof TooLargeError ? 413 : 422;
    // The messages are written for people, and contain nothing secret.
    const message = error instanceof Error ? error.message : 'unknown';
    yield `${JSON.stringify({ type: 'error', message })}\n`;
  }
}

class TooLargeError extends Error {}

/** @param {import('node:http').IncomingMessage} request */
async function* limited(request) {
  let bytes = 0;
  // Destroying the request would also lose the response; Node reads and discards the rest.
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    bytes += piece.length;
    if (bytes > mostBytes) throw new TooLargeError(`The file has more than ${mostBytes} bytes.`);
    yield piece;
  }
}

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening at', server.address()));
