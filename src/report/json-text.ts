import { unprintable } from '../columns/printable.js';

/**
 * A value as JSON in which what a terminal would act upon is written `\u009b`, as JSON lets it be: the
 * same value to a program, and harmless to who looks at it.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  // Nearly all is ASCII, of which JSON leaves no control but its own line breaks.
  return /[^\n -~]|##/.test(text) ? text.replace(unprintable, inUnits) : text;
}

function inUnits(character: string): string {
  if (character === '\n') return character;
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
