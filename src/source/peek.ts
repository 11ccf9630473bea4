/** The first bytes of a stream (fewer only at its end), and the whole stream. */
export async function peek(
  chunks: AsyncIterable<Buffer>,
  bytes: number,
): Promise<{ readonly head: Buffer; readonly chunks: AsyncGenerator<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  let done = false;
  while (!done && size < bytes) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else {
      first.push(next.value);
      size += next.value.length;
    }
  }
  const start = Buffer.concat(first);
  return { head: start.subarray(0, bytes), chunks: all() };

  async function* all(): AsyncGenerator<Buffer> {
    try {
      if (start.length > 0) yield start;
      while (!done) {
        const next = await iterator.next();
        if (next.done === true) done = true;
        else yield next.value;
      }
    } finally {
      // If reading stops early, the source is released: an open file, a decompressor.
      if (!done) await iterator.return?.();
    }
  }
}
