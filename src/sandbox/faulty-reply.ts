import type http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, FaultKind } from './faults.js';
import { badGateway, headersOf, internalError, send, tooMany } from './reply.js';
import type { ApiReply } from './request.js';

/** The replies of faults that prevent the request from being served. */
const early: { readonly [kind in FaultKind]?: () => ApiReply } = {
  'error-before': internalError,
  'bad-gateway': () => badGateway,
  limited: () => tooMany(1),
  'limited-bare': () => tooMany(),
};

export function insteadOfServing({ kind }: Fault): ApiReply | undefined {
  return early[kind]?.();
}

/** Sends the reply to a request that was served, as its fault lets it arrive. */
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
