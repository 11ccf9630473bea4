/** A date as spreadsheets write it, as far as it can be understood. */
export interface SpreadsheetDate {
  /** `2027-03-14`; undefined if day and month cannot be distinguished. */
  readonly date: string | undefined;
  /** `13:27:00` */
  readonly time: string | undefined;
  /** `Z` or `-04:00` */
  readonly offset: string | undefined;
}

const time =
  '(?:[ ,T]{1,2}(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?: ?([AP])\\.?M\\.?)?(?: ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?)?';
const numeric = new RegExp(`^(\\d{1,4})([/.-])(\\d{1,2})\\2(\\d{1,4})${time}$`, 'i');
const named = new RegExp(
  `^(?:(\\d{1,2})[- .]{1,2}([a-z]{3,9})|([a-z]{3,9}) (\\d{1,2}))[-, ]{1,2}(\\d{2}|\\d{4})${time}$`,
  'i',
);
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads `3/14/2027 13:27`, `14.03.2027`, `2027/3/14`, `14-Mar-27`, or a serial number such as 44567.5. */
export function spreadsheetDate(cell: string): SpreadsheetDate | undefined {
  if (/^\d{5}(?:[.,]\d{1,12})?$/.test(cell)) return ofSerial(Number(cell.replace(',', '.')));
  const byName = named.exec(cell);
  if (byName) {
    const [, dayBefore, monthAfter, monthBefore, dayAfter, year = '', ...rest] = byName;
    const name = (monthAfter ?? monthBefore ?? '').slice(0, 3).toLowerCase();
    const month = months.indexOf(name) + 1;
    if (month === 0) return undefined;
    return { date: dateOf(year, month, Number(dayBefore ?? dayAfter)), ...clockOf(rest) };
  }
  const match = numeric.exec(cell);
  if (!match) return undefined;
  const [, a = '', separator, b = '', c = '', ...rest] = match;
  const date = dateOfParts(a, b, c, separator === '.');
  return date === null ? undefined : { date, ...clockOf(rest) };
}

/** null if it is not a date; undefined if it could be two. */
function dateOfParts(
  a: string,
  b: string,
  c: string,
  dayFirst: boolean,
): string | undefined | null {
  if (a.length === 4) return c.length <= 2 ? dateOf(a, Number(b), Number(c)) : null;
  if (a.length > 2 || c.length !== 4) return null;
  const [first, second] = [Number(a), Number(b)];
  if (dayFirst || first > 12) return second > 12 ? null : dateOf(c, second, first);
  if (second > 12 || first === second) return dateOf(c, first, second);
  return undefined;
}

function dateOf(year: string, month: number, day: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${year.length === 2 ? `20${year}` : year}-${two(month)}-${two(day)}`;
}

type Groups = readonly (string | undefined)[];

function clockOf([hours, minutes, seconds = '00', half, zone]: Groups): Pick<
  SpreadsheetDate,
  'time' | 'offset'
> {
  if (hours === undefined || minutes === undefined) return { time: undefined, offset: undefined };
  const hour =
    half === undefined ? Number(hours) : (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0);
  return { time: `${String(hour).padStart(2, '0')}:${minutes}:${seconds}`, offset: offsetOf(zone) };
}

function offsetOf(zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined;
  return /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
}

/** Days since the end of 1899, as Excel counts; only numbers that are dates of this century. */
function ofSerial(days: number): SpreadsheetDate | undefined {
  if (days < 36_526 || days >= 73_051) return undefined;
  const instant = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1000).toISOString();
  return { date: instant.slice(0, 10), time: instant.slice(11, 19), offset: undefined };
}
