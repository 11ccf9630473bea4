/** What a number means, according to the format of its cell. */
export type NumberFormat =
  | { readonly type: 'plain' }
  /** `hasDay` is false for a time of day alone. */
  | { readonly type: 'date'; readonly hasDay: boolean; readonly hasTime: boolean }
  /** A format that asks for leading zeros makes a code of a number: `00000`, `"E"0000`, `000-00-0000`. */
  | { readonly type: 'code'; readonly parts: readonly CodePart[] };

type CodePart = { readonly digit: '0' | '#' } | { readonly literal: string };

export const plain: NumberFormat = { type: 'plain' };

/** The built-in format of an id that is not defined in the file (ECMA-376, 18.8.30). */
export function builtInFormat(id: number): NumberFormat {
  if (id === 22) return { type: 'date', hasDay: true, hasTime: true };
  // 46 is a duration, which may exceed a day: a number.
  if ((id >= 18 && id <= 21) || id === 32 || id === 33 || id === 45 || id === 47)
    return { type: 'date', hasDay: false, hasTime: true };
  const isDate = (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return isDate ? { type: 'date', hasDay: true, hasTime: false } : plain;
}

/** Excel accepts no longer format. */
const longestCode = 255;

/** What a format code means: `yyyy-mm-dd hh:mm`, `00000`, `#,##0.00`. Only its first section counts. */
export function numberFormat(code: string): NumberFormat {
  const [parts = []] = sectionsOf(code);
  // A duration, `[h]:mm`, is a number.
  if (parts.some((part) => 'elapsed' in part)) return plain;
  const letters = parts.map((part) => ('letter' in part ? part.letter : '')).join('');
  if (letters === '') return codeFormat(parts);
  // `General`, and the E of an exponent, mean a number.
  if (/general|e[+-]/.test(letters)) return plain;
  const calendar = letters.replace(/am?\/pm?/g, '');
  const hasTime = /[hs]/.test(calendar) || calendar !== letters;
  // An m is a month, unless it is next to hours or seconds.
  const hasDay = /[ydebg]/.test(calendar) || (!hasTime && calendar.includes('m'));
  return hasDay || hasTime ? { type: 'date', hasDay, hasTime } : plain;
}

/**
 * Whether a text is shown with additions or replaced: `@"@example.com"`, `;;;"N"`. The section for text is
 * the fourth, or the last that contains @. A format that shows nothing hides the text, as hiding its column
 * does.
 */
export function altersText(code: string): boolean {
  const sections = sectionsOf(code);
  const last = sections.at(-1) ?? [];
  const isText = sections.length > 3 || last.some((part) => 'other' in part && part.other === '@');
  const shown = last.map((part) => Object.values(part).join('')).join('');
  return isText && !['', '@', 'general'].includes(shown.trim());
}

function codeFormat(parts: readonly Part[]): NumberFormat {
  const zeros = parts.filter((part) => 'digit' in part && part.digit === '0').length;
  const code = parts.filter((part) => 'digit' in part || 'literal' in part);
  return zeros > 1 && code.length === parts.length ? { type: 'code', parts: code } : plain;
}

type Part =
  | CodePart
  | { readonly letter: string }
  | { readonly other: string }
  | { readonly elapsed: string };

const tokens =
  /"(?<quoted>[^"]*)"|\\(?<escaped>.)|[_*].|\[(?<elapsed>h+|m+|s+)\]|\[[^[\]]*\]|(?<end>;)|(?<digit>[0#])|(?<letter>general|e[+-]|am\/pm|a\/p|[a-z])|(?<literal>[\s()/:!^&'~{}<>=$+-])|(?<other>.)/gisu;

/** The tokens of a format's sections; none if it is too long. */
function sectionsOf(code: string): Part[][] {
  let parts: Part[] = [];
  const sections = [parts];
  if (code.length > longestCode) return sections;
  for (const { groups = {} } of code.matchAll(tokens)) {
    const { elapsed, end, digit, letter, other } = groups;
    const literal = groups.quoted ?? groups.escaped ?? groups.literal;
    if (end !== undefined) sections.push((parts = []));
    else if (elapsed !== undefined) parts.push({ elapsed });
    else if (literal !== undefined) parts.push({ literal });
    else if (digit === '0' || digit === '#') parts.push({ digit });
    else if (letter !== undefined) parts.push({ letter: letter.toLowerCase() });
    else if (other !== undefined) parts.push({ other });
  }
  return sections;
}
