import { SaxesParser } from 'saxes';
import { printable } from '../../columns/printable.js';
import type { Archive } from './archive.js';

export type Attributes = Readonly<Record<string, string>>;

/** What is done with the elements of a part, named without the prefix of the format's namespace. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

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
  let prefix: string | undefined;
  let depth = 0;
  let sinceMarkup = 0;

  const local = (name: string): string =>
    prefix !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name;

  parser.on('error', (error) => {
    throw damaged(error);
  });
  // Entities are declared in a DOCTYPE; no workbook has one.
  parser.on('doctype', () => {
    throw damaged('a DOCTYPE');
  });
  parser.on('opentag', ({ name, attributes }) => {
    sinceMarkup = 0;
    depth += 1;
    if (depth > limits.depth) throw damaged('elements are nested too deeply');
    prefix ??= name.slice(0, name.indexOf(':') + 1);
    handler.open(local(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    sinceMarkup = 0;
    depth -= 1;
    handler.close?.(local(name));
  });
  if (handler.text) {
    const text = (piece: string): void => handler.text?.(piece);
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
