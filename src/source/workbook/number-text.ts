import type { NumberFormat } from './number-format.js';

/**
 * The text of a cell's number: an integer in digits, a fraction in the shortest form that reads back the
 * same, a number of more than 15 digits as `1.23456789012346e+17`, a date as `YYYY-mm-dd` or
 * `YYYY-mm-ddTHH:MM:SS` (a workbook has no offset from UTC), a time of day as `HH:MM:SS`. What is not a
 * number is returned unchanged.
 */
export function numberText(stored: string, format: NumberFormat, from1904: boolean): string {
  const value = Number(stored);
  if (!Number.isFinite(value) || !/^[+-]?[\d.]+(?:e[+-]?\d+)?$/i.test(stored)) return stored;
  switch (format.type) {
    case 'date':
      return dateText(value, format, from1904) ?? plainText(value);
    case 'code':
      return Number.isInteger(value) && value >= 0 && value < tooLong
        ? codeText(value, format)
        : plainText(value);
    case 'plain':
      return plainText(value);
  }
}

/** A spreadsheet keeps 15 digits: what is longer may have lost some, and must not look whole. */
const tooLong = 1e15;

function plainText(value: number): string {
  return Math.abs(value) < tooLong ? String(value) : value.toPrecision(15);
}

/** The last digits fill the last placeholders; the first placeholder takes all that are left. */
function codeText(value: number, { parts }: Extract<NumberFormat, { type: 'code' }>): string {
  const digits = plainText(value);
  let end = digits.length - parts.filter((part) => 'digit' in part).length;
  let text = '';
  let written = 0;
  for (const part of parts) {
    if ('literal' in part) {
      text += part.literal;
      continue;
    }
    end += 1;
    if (end > 0) text += digits.slice(written, end);
    else if (part.digit === '0') text += '0';
    written = Math.max(end, 0);
  }
  return text;
}

const daySeconds = 86_400;
/** 9999-12-31, the last day in Excel, in the two date systems. */
const lastDay = { 1900: 2_958_465, 1904: 2_957_003 };

/** Undefined for a number that is not a date, which Excel shows as ####. */
function dateText(
  serial: number,
  { hasDay, hasTime }: Extract<NumberFormat, { type: 'date' }>,
  from1904: boolean,
): string | undefined {
  const seconds = Math.round(serial * daySeconds);
  const day = Math.floor(seconds / daySeconds);
  if (serial < 0 || day > (from1904 ? lastDay[1904] : lastDay[1900])) return undefined;
  const second = seconds - day * daySeconds;
  const time = new Date(second * 1000).toISOString().slice(11, 19);
  if (!hasDay && day === 0) return time;
  const date = from1904 ? dayText(1904, day + 1) : dayText1900(day);
  return hasTime || second > 0 ? `${date}T${time}` : date;
}

/** Excel's 1900 has a 29 February, so later days are one further on; its day 0 is shown as such. */
function dayText1900(day: number): string {
  if (day === 0) return '1900-01-00';
  if (day === 60) return '1900-02-29';
  return dayText(1900, day < 60 ? day : day - 1);
}

/** The date of a year's nth day, which may be in a later year. */
function dayText(year: number, nth: number): string {
  return new Date(Date.UTC(year, 0, nth)).toISOString().slice(0, 10);
}
