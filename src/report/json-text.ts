import { unprintable } from '../columns/printable.js';

/**
 * A value as JSON in which characters that a terminal would obey are written as `\u009b`: the same value to
 * a program, and harmless on a screen.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  // Nearly all of it is ASCII, in which JSON leaves no control characters except its own line breaks.
  return /[^\n -~]|##/.test(text) ? text.replace(unprintable, inUnits) : text;
}

function inUnits(character: string): string {
  return character === '\n' ? character : character.split('').map(escapedUnit).join('');
}

/** A UTF-16 unit as JSON may write it: `\u009b`. */
export function escapedUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
