import { SaxesParser } from 'saxes';
import { printable } from '../../columns/printable.js';
import type { Archive } from './archive.js';
import { Namespaces } from './namespaces.js';

export type Attributes = Readonly<Record<string, string>>;

/**
 * Handlers for the elements of a part. Each is identified by its path below the root, such as
 * `sheetData/row`: an element elsewhere is not the same to Excel. Only elements in the root's namespace are
 * passed, and none inside extensions (`extLst`).
 */
export interface XmlHandler {
  /** `namespaceOf` gives the namespace of an attribute's prefix. */
  open(path: string, attributes: Attributes, namespaceOf: NamespaceOf): void;
  text?(text: string, path: string): void;
  close?(path: string): void;
  /** An element of another namespace, which is skipped with everything in it; `path` is its place. */
  foreign?(path: string): void;
}

export type NamespaceOf = (prefix: string) => string | undefined;

export interface XmlParser {
  /** Throws SourceError if it is not well-formed or exceeds the limits. */
  write(bytes: Buffer): void;
  /** Throws SourceError if the end is missing. */
  end(): void;
}

/** Reads an XML part as its bytes arrive, wherever they are cut. */
export function xmlParser({ limits, damaged }: Archive, handler: XmlHandler): XmlParser {
  // A character can span two pieces, which the decoder handles and the parser does not.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser<{ xmlns: false; position: false }>({
    xmlns: false,
    position: false,
  });
  const namespaces = new Namespaces();
  const namespaceOf = (prefix: string): string | undefined => namespaces.of(prefix);
  let format: string | undefined;
  /** The paths of the open elements, except skipped ones. */
  const paths: string[] = [];
  let leftOut = 0;
  let sinceMarkup = 0;

  parser.on('error', (error) => {
    throw damaged(error);
  });
  // Entities are declared in a DOCTYPE; no workbook has one.
  parser.on('doctype', () => {
    throw damaged('a DOCTYPE');
  });
  parser.on('attribute', ({ name, value }) => namespaces.attribute(name, value));
  parser.on('opentag', ({ name, attributes }) => {
    sinceMarkup = 0;
    namespaces.open();
    if (paths.length + leftOut >= limits.depth) throw damaged('elements are nested too deeply');
    const colon = name.indexOf(':');
    const namespace = namespaces.of(colon < 0 ? '' : name.slice(0, colon));
    if (colon >= 0 && namespace === undefined) throw damaged('a prefix without a namespace');
    const local = name.slice(colon + 1);
    const parent = paths.at(-1);
    if (parent === undefined) format = namespace;
    if (leftOut > 0 || namespace !== format || local === 'extLst') {
      if (leftOut === 0 && namespace !== format) handler.foreign?.(parent ?? '');
      leftOut += 1;
      return;
    }
    const path = parent === undefined ? '' : parent === '' ? local : `${parent}/${local}`;
    paths.push(path);
    handler.open(path, attributes, namespaceOf);
  });
  parser.on('closetag', () => {
    sinceMarkup = 0;
    namespaces.close();
    if (leftOut > 0) {
      leftOut -= 1;
      return;
    }
    const path = paths.pop() ?? '';
    handler.close?.(path);
  });
  if (handler.text) {
    const text = (piece: string): void => {
      if (leftOut === 0) handler.text?.(piece, paths.at(-1) ?? '');
    };
    parser.on('text', text);
    parser.on('cdata', text);
  }

  const decode = (bytes?: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (error) {
      throw damaged(error);
    }
  };
  return {
    write(bytes) {
      // The parser buffers what is between two tags.
      sinceMarkup += bytes.length;
      if (sinceMarkup > limits.markupBytes) throw damaged('something is too long');
      parser.write(decode(bytes));
    },
    end() {
      parser.write(decode());
      parser.close();
    },
  };
}

/** Reads a part of which much is kept in memory, with at most this many bytes. */
export async function readXml(
  archive: Archive,
  part: string,
  handler: XmlHandler,
  most = archive.limits.partBytes,
): Promise<void> {
  const parser = xmlParser(archive, handler);
  let size = 0;
  for await (const piece of archive.read(part)) {
    size += piece.length;
    if (size > most)
      throw archive.tooLarge(`has over ${most} bytes in its part ${printable(part)}`);
    parser.write(piece);
  }
  parser.end();
}
