/**
 * Characters that could move the cursor, change colours, reorder text or hide in it: controls, line and
 * paragraph separators, lone surrogates, and invisible characters. Of the latter, variation selectors and
 * joiners stay where a script or an emoji may need them. Also the second # of `##[` and `##vso[`, which
 * start commands for GitHub Actions and Azure Pipelines anywhere in a line.
 */
export const unprintable =
  /(?<=#)#(?=\[|[Vv][Ss][Oo]\[)|[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u034f\u200c\u200d\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|(?<=[ -~])[\u034f\u200c\u200d]/gu;

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text from a file or from the site, safe for a terminal or the log of a workflow. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => names[character] ?? escaped(character));
}

/** The same for a text with line breaks of our own. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** `\x1b`, `\u202e`, `\u{e0041}`. */
function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length > 4) return `\\u{${code}}`;
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
