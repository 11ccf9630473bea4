import { ApiError, badRequest, notFound } from './api-error.js';
import type { Content } from './content.js';
import { page } from './listing.js';
import { folderParameters, readWithQuery } from './parameters.js';
import { normalPath, pathKey } from './paths.js';
import { created, type ApiReply, type ApiRequest } from './request.js';

export function createFolder(request: ApiRequest): ApiReply {
  const { content, params } = request;
  const fields = readWithQuery(request, folderParameters);
  const path = normalPath(params[0] ?? '');
  refuseTrailingSpace(path);
  if (path === '' || content.folders.has(pathKey(path)))
    throw new ApiError(422, 'processing-failure/destination-exists', 'The destination exists.');
  const parents = parentsOf(path).filter((parent) => !content.folders.has(pathKey(parent)));
  const makesParents =
    fields.mkdir_parents === true || content.settings.always_mkdir_parents === true;
  if (parents.length > 0 && !makesParents)
    throw new ApiError(
      409,
      'processing-failure/destination-parent-does-not-exist',
      "The destination's parent does not exist.",
    );
  makeFolders(path, content);
  return created(render(path));
}

export function listFolder(request: ApiRequest): ApiReply {
  const { content, params } = request;
  const path = normalPath(params[0] ?? '');
  const key = pathKey(path);
  if (key !== '' && !content.folders.has(key)) throw notFound();
  const inside = [...content.folders].flatMap(([other, name], index) =>
    parentKey(other) === key ? [{ id: index, name }] : [],
  );
  return page(request, inside, ({ name }) => render(name), { filters: ['path'] });
}

/** Of the stored path. */
export function refuseTrailingSpace(path: string): void {
  if (path.split('/').some((name) => name !== name.trimEnd()))
    throw badRequest(
      'Path cannot have trailing whitespace',
      'path-cannot-have-trailing-whitespace',
    );
}

/** Creates a folder and any missing parents. */
export function makeFolders(path: string, content: Content): void {
  const whole = normalPath(path);
  if (whole === '') return;
  for (const each of [...parentsOf(whole), whole])
    if (!content.folders.has(pathKey(each))) content.folders.set(pathKey(each), each);
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function parentKey(key: string): string {
  return key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : '';
}

function render(path: string): Record<string, unknown> {
  return {
    path,
    display_name: path.slice(path.lastIndexOf('/') + 1),
    type: 'directory',
    size: null,
    permissions: 'lrwd',
  };
}
