import { readdir, readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);

/** A fenced block of a page. */
export interface Block {
  /** The line where its text begins. */
  readonly line: number;
  readonly language: string;
  /** The word after the language: the name under which the reader saves it. */
  readonly file: string | undefined;
  readonly text: string;
}

export interface Page {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** README.md, the pages beside it, and everything below docs/. */
export async function allPages(): Promise<readonly Page[]> {
  const below = await readdir(new URL('docs', root), { recursive: true });
  const beside = (await readdir(root)).filter((path) => path.endsWith('.md'));
  const paths = [...beside, ...below.filter((path) => path.endsWith('.md')).map(underDocs)];
  return Promise.all(
    paths.sort().map(async (path) => {
      const text = await readFile(new URL(path, root), 'utf8');
      return { path, text, blocks: blocksOf(text) };
    }),
  );
}

function underDocs(path: string): string {
  return `docs/${path.replaceAll('\\', '/')}`;
}

/** Blocks in a list are indented, and so are all of their lines. */
function blocksOf(text: string): Block[] {
  const found = text.matchAll(/^( *)```(\S*)(?: (\S+))?\n(.*?)^\1```$/gms);
  return Array.from(found, (match) => {
    const [, indent = '', language = '', file, inside = ''] = match;
    return {
      line: text.slice(0, match.index).split('\n').length + 1,
      language,
      file,
      text: inside.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    };
  });
}

/** The inline code of a page. */
export function spansOf({ text }: Page): readonly string[] {
  const sentences = text.replaceAll(/^ *```.*?^ *```$/gms, '');
  return Array.from(sentences.matchAll(/`([^`\n]+)`/g), ([, span = '']) => span);
}
