import type http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults.js';
import { badGateway, headersOf, internalError, send, tooMany } from './reply.js';
import type { ApiReply } from './request.js';

/** The reply of a fault that keeps the request from being served. */
export function insteadOfServing({ kind }: Fault): ApiReply | undefined {
  switch (kind) {
    case 'error-before':
      return internalError();
    case 'bad-gateway':
      return badGateway;
    case 'limited':
      return tooMany(1);
    case 'limited-bare':
      return tooMany();
    default:
      return undefined;
  }
}

/** Sends the reply of a request that was served, as its fault lets it arrive. */
export async function sendFaulty(
  { kind, ms = 1000 }: Fault,
  response: http.ServerResponse,
  reply: ApiReply,
): Promise<void> {
  const text = JSON.stringify(reply.body ?? {});
  const half = text.slice(0, text.length / 2);
  switch (kind) {
    case 'lost-after':
      response.destroy();
      return;
    case 'error-after':
      send(response, internalError());
      return;
    case 'cut':
      response.writeHead(reply.status, {
        ...headersOf(reply),
        'Content-Length': String(Buffer.byteLength(text)),
      });
      response.write(half, () => response.destroy());
      return;
    case 'cut-json':
      send(response, { ...reply, body: half });
      return;
    case 'empty':
      send(response, { ...reply, body: '' });
      return;
    case 'slow':
      await delay(ms);
      send(response, reply);
      return;
    default:
      send(response, reply);
  }
}
