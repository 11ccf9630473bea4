/** All entries of a list that the site returns in pages. */
export async function allOf<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const entries: T[] = [];
  // One by one: arguments of a call go on the stack, and a page can be too long for that.
  for await (const page of pages) for (const entry of page) entries.push(entry);
  return entries;
}
