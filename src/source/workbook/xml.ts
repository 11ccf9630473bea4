import { SaxesParser } from 'saxes';
import { printable } from '../../columns/printable.js';
import type { Archive } from './archive.js';
import { Namespaces } from './namespaces.js';

export type Attributes = Readonly<Record<string, string>>;

/**
 * What is done with the elements of a part. Each is named by its path below the first, such as
 * `sheetData/row`, for a program that meets one elsewhere does not take it for the same. Only those in the
 * namespace of the first are told, and none of what the format leaves to others: `extLst`.
 */
export interface XmlHandler {
  /** `namespaceOf` tells what the prefix of an attribute stands for. */
  open(path: string, attributes: Attributes, namespaceOf: NamespaceOf): void;
  text?(text: string, path: string): void;
  close?(path: string): void;
  /** An element of another namespace, which is left out with all that is in it; `path` is where it stands. */
  foreign?(path: string): void;
}

export type NamespaceOf = (prefix: string) => string | undefined;

export interface XmlParser {
  /** Throws SourceError at what is not well-formed or larger than the limits. */
  write(bytes: Buffer): void;
  /** Throws SourceError when the end is missing. */
  end(): void;
}

/** Reads one XML part as its bytes come, wherever they are cut. */
export function xmlParser({ limits, damaged }: Archive, handler: XmlHandler): XmlParser {
  // A character can lie across two pieces, which the decoder knows and the parser does not.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser<{ xmlns: false; position: false }>({
    xmlns: false,
    position: false,
  });
  const namespaces = new Namespaces();
  const namespaceOf = (prefix: string): string | undefined => namespaces.of(prefix);
  let format: string | undefined;
  /** The paths of the elements that are open, but for those that are left out. */
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
      // The parser holds what is between two tags until it has all of it.
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

/** Reads a part of which much is kept in memory, and which has at most so many bytes. */
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
