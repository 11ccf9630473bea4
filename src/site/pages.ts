/** All entries of a list that the site gives in pages. */
export async function allOf<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const entries: T[] = [];
  // One by one: the arguments of a call are on the stack, which a page can be too long for.
  for await (const page of pages) for (const entry of page) entries.push(entry);
  return entries;
}
