import { givenText } from '../site/mistaken-key.js';
import { UsageError } from './exit.js';

/** A whole number as the value of a flag. */
export function wholeNumber(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): (text: string, flag: string) => number {
  return (text, flag) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range =
      most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
    throw new UsageError(`${flag} takes a whole number ${range}, not ${givenText(text)}.`);
  };
}

/** A number above zero as the value of a flag. */
export function positiveNumber({ least = Number.MIN_VALUE, most = Infinity } = {}): (
  text: string,
  flag: string,
) => number {
  return (text, flag) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= least && value <= most)
      return value;
    const range =
      least > Number.MIN_VALUE
        ? `of at least ${least}`
        : `above 0${most < Infinity ? `, up to ${most}` : ''}`;
    throw new UsageError(`${flag} takes a number ${range}, not ${givenText(text)}.`);
  };
}
