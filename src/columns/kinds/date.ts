import type { Kind } from '../column.js';
import { textOf } from './kind.js';
import { quote } from '../quote.js';
import { spreadsheetDate, type SpreadsheetDate } from './spreadsheet-date.js';

/** An instant: as written, and as milliseconds since the epoch. */
export interface DateTime {
  readonly text: string;
  readonly time: number;
}

const exact = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/;

/** Starts like the exact form, which no spreadsheet writes by itself. */
const isoDate = /^\d{4}-\d{2}-\d{2}(?!\d)/;

const form = 'YYYY-mm-ddTHH:MM:SS and an offset from UTC, such as 2027-03-14T13:27:01-04:00';

export const dateTime: Kind<DateTime> = {
  accepts: `a date and time in the form ${form}`,
  schema: { type: 'string', format: 'date-time' },
  read(cell, report, { now }) {
    if (!exact.test(cell)) {
      const certain = mend(cell.replace('\u2212', '-'));
      const rewritten = isoDate.test(cell) ? undefined : spreadsheetDate(cell);
      const written = certain ?? (rewritten && textOfRewritten(rewritten));
      const meant =
        written !== undefined && typeof instantOf(written) === 'number' ? written : null;
      const hint = rewritten
        ? missingIn(rewritten)
        : meant === null
          ? missingParts(cell)
          : `Did you mean ${meant}? `;
      report(
        'date-malformed',
        `${quote(cell)} is not in the expected form. ${hint}Write ${form}.`,
        meant,
        // The form has no place for a fraction of a second, so it is dropped.
        certain === undefined || /[.,]0*[1-9]/.test(cell) ? 'likely' : 'certain',
      );
      return undefined;
    }
    const time = instantOf(cell);
    if (typeof time === 'string') {
      report('date-does-not-exist', `${quote(cell)} does not exist: ${time}.`);
      return undefined;
    }
    if (time < now)
      report(
        'date-in-the-past',
        `${quote(cell)} is in the past: the user could not sign in. Write a later date, or empty the cell.`,
      );
    return { text: cell, time };
  },
  toApi: ({ text }) => text,
  fromApi(returned) {
    const text = textOf(returned);
    return mend(text) ?? text;
  },
  same: (sent, returned) => Date.parse(textOf(sent)) === Date.parse(textOf(returned)),
};

/** What a date without an offset lacks. Only a person knows the offset, so UTC is not a suggestion. */
function missingParts(cell: string): string {
  const [, date, time, seconds = ':00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d{1,9})?)?$/i.exec(cell) ?? [];
  if (date === undefined) return '';
  const inUtc = `${date}T${time ?? '00:00'}${seconds}Z`;
  const instant = instantOf(inUtc);
  if (typeof instant === 'string') return `It does not exist: ${instant}. `;
  return time === undefined
    ? `It has no time and no offset from UTC: the start of that day in UTC is ${inUtc}. `
    : `It has no offset from UTC: if UTC is meant, it is ${inUtc}. `;
}

function missingIn({ date, time, offset }: SpreadsheetDate): string {
  if (date === undefined)
    return 'A spreadsheet may have rewritten it: which is the day and which the month is unclear. ';
  const text = time === undefined ? date : `${date}T${time}`;
  const lacking = offset === undefined ? missingParts(text) : '';
  return `A spreadsheet may have rewritten it: it seems to be ${text}${offset ?? ''}. ${lacking}`;
}

function textOfRewritten({ date, time, offset }: SpreadsheetDate): string | undefined {
  const whole = date !== undefined && time !== undefined && offset !== undefined;
  return whole ? `${date}T${time}${offset}` : undefined;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** The calendar repeats after this many years. */
const cycleYears = 400;
const cycle = Date.UTC(2000 + cycleYears, 0) - Date.UTC(2000, 0);

/** The instant of a text in the exact form, or why there is none. */
function instantOf(text: string): number | string {
  // By position, for speed: this runs for every date.
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (month < 1 || month > 12) return `there is no month ${month}`;
  if (day < 1 || day > daysIn(year, month))
    return `month ${month} of ${year} has ${daysIn(year, month)} days`;
  if (hour > 23) return 'hours go from 00 to 23';
  if (minute > 59 || second > 59) return 'minutes and seconds go from 00 to 59';
  // Date.UTC takes years before 100 as those of the last century.
  const time = Date.UTC(year + cycleYears, month - 1, day, hour, minute, second) - cycle;
  if (text.endsWith('Z')) return time;
  const [offsetHour, offsetMinute] = [twoDigits(text, 20), twoDigits(text, 23)];
  if (offsetHour > 23 || offsetMinute > 59) return 'there is no such offset from UTC';
  const offset = (offsetHour * 60 + offsetMinute) * 60_000;
  return text[19] === '-' ? time + offset : time - offset;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The parts of something close to the form: date, time, fraction and offset. */
const near =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt\s]\s?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d{1,9})?\s?(?:([Zz]|UTC|GMT)|([+-])(\d{1,2})(?::?(\d{2}))?)$/;

/** The exact form of a date whose instant is certain. */
function mend(cell: string): string | undefined {
  const match = near.exec(cell);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, utc, sign, hours, minutes] = match;
  const two = (digits = '00'): string => digits.padStart(2, '0');
  const offset = utc === undefined ? `${sign ?? ''}${two(hours)}:${two(minutes)}` : 'Z';
  return `${year ?? ''}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${offset}`;
}
