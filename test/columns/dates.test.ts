import { describe, expect, test } from 'vitest';
import { readCell, soleProblem } from './reading.js';

const column = 'access_expiration_date';

describe('a valid date is read exactly', () => {
  test.each([
    ['2027-03-14T13:27:01-04:00', '2027-03-14T17:27:01Z'],
    ['2027-03-14T13:27:01Z', '2027-03-14T13:27:01Z'],
    ['2027-03-14T13:27:01+00:00', '2027-03-14T13:27:01Z'],
    ['2027-03-14T13:27:01-00:00', '2027-03-14T13:27:01Z'],
    ['2027-12-31T23:30:00-05:45', '2028-01-01T05:15:00Z'],
    ['2027-01-01T00:00:00+14:00', '2026-12-31T10:00:00Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['2400-02-29T00:00:00Z', '2400-02-29T00:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ])('%s', (cell, utc) => {
    expect(readCell(column, cell)).toEqual({
      value: { text: cell, time: Date.parse(utc) },
      problems: [],
    });
  });
});

describe('another format is an error, with a suggestion if the instant is certain', () => {
  test.each([
    ['2027-03-14T13:27:01+0400', '2027-03-14T13:27:01+04:00'],
    ['2027-03-14T13:27:01-04', '2027-03-14T13:27:01-04:00'],
    ['2027-03-14t13:27:01z', '2027-03-14T13:27:01Z'],
    ['2027-03-14 13:27:01 -04:00', '2027-03-14T13:27:01-04:00'],
    ['2027-03-14 13:27:01 UTC', '2027-03-14T13:27:01Z'],
    ['2027-03-14T13:27Z', '2027-03-14T13:27:00Z'],
    ['2027-03-14T13:27:01.000Z', '2027-03-14T13:27:01Z'],
    ['2027-02-30T13:27:01+0400', null],
    ['2027-03-14T13:27:01', null],
    ['2027-03-14 13:27:01', null],
    ['2027-03-14', null],
    ['14/03/2027', null],
    ['03/04/2027 13:27', null],
    ['2027-3-4T13:27:01Z', '2027-03-04T13:27:01Z'],
    ['27-03-14T13:27:01Z', null],
    ['+002027-03-14T13:27:01Z', null],
    ['2027-03-14T1:27:01Z', '2027-03-14T01:27:01Z'],
    ['2027-03-14T13:27:01-4:00', '2027-03-14T13:27:01-04:00'],
    ['2027-03-14T13:27:01+400', '2027-03-14T13:27:01+04:00'],
    ['2027-3-44T13:27:01Z', null],
    ['2027-03-14T13:27:01 EST', null],
    ['2027-03-14T13:27:01Z\u0000', null],
    ['２０２７-03-14T13:27:01Z', null],
    ['45000', null],
  ])('%s', (cell, suggestion) => {
    expect(soleProblem(column, cell)).toMatchObject({ code: 'date-malformed', suggestion });
    expect(readCell(column, cell).value).toBeUndefined();
  });

  test.each([
    [
      '2027-03-14T13:27:01',
      'It has no offset from UTC: if UTC is meant, it is 2027-03-14T13:27:01Z.',
    ],
    ['2027-03-14 13:27', 'It has no offset from UTC: if UTC is meant, it is 2027-03-14T13:27:00Z.'],
    ['2027-03-14', 'the start of that day in UTC is 2027-03-14T00:00:00Z.'],
    ['2027-03-14T13:27:01.5', 'if UTC is meant, it is 2027-03-14T13:27:01Z.'],
    ['2027-14-03', 'It does not exist: there is no month 14.'],
    ['2027-02-30 10:00', 'It does not exist: month 2 of 2027 has 28 days.'],
  ])('the message names what is missing: %s', (cell, hint) => {
    const { message, suggestion } = soleProblem(column, cell);
    expect(message).toContain(hint);
    expect(message).not.toContain('spreadsheet');
    expect(suggestion).toBeNull();
  });

  test.each([
    ['2027-03-14T13:27:01+0400', '2027-03-14T13:27:01+04:00'],
    ['2027-03-14 13:27:01Z', '2027-03-14T13:27:01Z'],
  ])('the message names what was meant, without blaming a spreadsheet: %s', (cell, meant) => {
    const { message } = soleProblem(column, cell);
    expect(message).toContain(`Did you mean ${meant}?`);
    expect(message).not.toContain('spreadsheet');
  });

  test('the message for other text does not ask for an offset', () => {
    expect(soleProblem(column, 'next March').message).not.toContain('It has no');
  });
});

describe('a date that does not exist is an error that says why', () => {
  test.each([
    ['2027-02-29T00:00:00Z', 'month 2 of 2027 has 28 days'],
    ['2100-02-29T00:00:00Z', 'month 2 of 2100 has 28 days'],
    ['2027-04-31T00:00:00Z', 'month 4 of 2027 has 30 days'],
    ['2027-01-00T00:00:00Z', 'month 1 of 2027 has 31 days'],
    ['2027-00-01T00:00:00Z', 'there is no month 0'],
    ['2027-13-01T00:00:00Z', 'there is no month 13'],
    ['2027-01-01T24:00:00Z', 'hours go from 00 to 23'],
    ['2027-01-01T00:60:00Z', 'minutes and seconds go from 00 to 59'],
    ['2027-01-01T23:59:60Z', 'minutes and seconds go from 00 to 59'],
    ['2027-01-01T00:00:00+24:00', 'there is no such offset from UTC'],
    ['2027-01-01T00:00:00+01:60', 'there is no such offset from UTC'],
  ])('%s', (cell, why) => {
    const { code, message, suggestion } = soleProblem(column, cell);
    expect({ code, suggestion }).toEqual({ code: 'date-does-not-exist', suggestion: null });
    expect(message).toContain(why);
    expect(readCell(column, cell).value).toBeUndefined();
  });
});

describe('a past date is a warning', () => {
  test.each([
    ['2026-06-01T11:59:59Z', ['date-in-the-past']],
    ['2026-06-01T12:00:00Z', []],
    ['2026-06-01T14:00:00+02:00', []],
    ['2026-06-01T12:00:00+00:01', ['date-in-the-past']],
    ['0001-01-01T00:00:00Z', ['date-in-the-past']],
  ])('%s, at noon of that day', (cell, codes) => {
    const { value, problems } = readCell('require_login_by', cell);
    expect(problems.map(({ code }) => code)).toEqual(codes);
    expect(value).toBeDefined();
  });
});
