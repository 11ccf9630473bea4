import { UsageError } from './exit.js';

/** A whole number given to a flag, at least `least`. */
export function wholeNumber(flag: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new UsageError(`${flag} wants a whole number of at least ${least}, not "${text}".`);
  };
}

/** A number above zero given to a flag. */
export function positiveNumber(flag: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
    throw new UsageError(`${flag} wants a number above 0, not "${text}".`);
  };
}
