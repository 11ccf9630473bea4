import { comparablePath, normalPath } from '../../columns/path.js';
import { RefusedError } from '../../site/errors.js';
import type { RestSite } from '../../site/site.js';

/** Paths by the key with which the site compares them. */
type Paths = ReadonlyMap<string, string>;

/** Those of these folders that the site does not have, by comparison key. */
export async function missingFolders(
  site: RestSite,
  paths: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const missing = await Promise.all(
    [...byParent(paths)].map(([parent, wanted]) => missingIn(site, parent, wanted)),
  );
  return new Set(missing.flat());
}

/** The root folder always exists. */
function byParent(paths: Iterable<string>): Map<string, Paths> {
  const parents = new Map<string, Map<string, string>>();
  for (const path of paths) {
    const normal = normalPath(path);
    if (normal === '') continue;
    const parent = normal.slice(0, Math.max(0, normal.lastIndexOf('/')));
    const wanted = parents.get(parent) ?? new Map<string, string>();
    parents.set(parent, wanted.set(comparablePath(normal), normal));
  }
  return parents;
}

/**
 * By whichever takes fewer calls: listing the parent, at 1,000 entries a call, or asking for each. Listing
 * is given up once it has taken as many calls as asking would.
 */
async function missingIn(site: RestSite, parent: string, wanted: Paths): Promise<string[]> {
  const left = new Map(wanted);
  if (wanted.size > 1) {
    const isWhole = await readThrough(site, parent, left, wanted.size);
    if (isWhole) return [...left.keys()];
  }
  const asked = await Promise.all(
    [...left].map(async ([key, path]) => ((await isThere(site, path)) ? [] : [key])),
  );
  return asked.flat();
}

/** Removes what is in a folder from `left`; returns whether nothing more can be found there. */
async function readThrough(
  site: RestSite,
  folder: string,
  left: Map<string, string>,
  mostPages: number,
): Promise<boolean> {
  let pages = 0;
  try {
    for await (const page of site.folder(folder)) {
      pages += 1;
      for (const { path } of page) left.delete(comparablePath(path));
      if (left.size === 0) return true;
      if (pages === mostPages) return false;
    }
  } catch (error) {
    // If the folder does not exist, nothing is in it.
    if (!isNotFound(error)) throw error;
  }
  return true;
}

async function isThere(site: RestSite, path: string): Promise<boolean> {
  try {
    await site.folder(path)[Symbol.asyncIterator]().next();
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof RefusedError && error.refusal.status === 404;
}
