const longest = 40;

/** A piece of a file's text for a message: in quotes, shortened, control characters shown escaped. */
export function quote(text: string): string {
  // A character is at most two units: what is behind these is cut off in any case.
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  const short = characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text;
  return `"${short.replace(/[\u0000-\u001f\u007f-\u009f]/g, escape)}"`;
}

function escape(character: string): string {
  const known: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const code = character.charCodeAt(0).toString(16).padStart(2, '0');
  return known[character] ?? `\\x${code}`;
}
