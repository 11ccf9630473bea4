import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInFormat, numberFormat } from '../../src/source/workbook/number-format.js';
import { numberText } from '../../src/source/workbook/number-text.js';

const shown = (value: string, code: string, from1904 = false): string =>
  numberText(value, numberFormat(code), from1904);

/** 2030-03-14, and 13:30 on that day. */
const day = '47556';
const noon = '47556.5625';

describe('dates, recognised by their number format', () => {
  test.each([
    ['yyyy-mm-dd'],
    ['dd.mm.yyyy'],
    ['[$-407]d. mmmm yyyy;@'],
    ['mmm-yy'],
    ['mmmm'],
    ['dddd'],
    ['[Red]d/m/yy'],
    ['"on" d \\o\\f mmmm'],
    ['[$-411]ggge"年"m"月"d"日"'],
  ])('%s', (code) => {
    expect(shown(day, code)).toBe('2030-03-14');
    expect(shown(noon, code)).toBe('2030-03-14T13:30:00');
  });

  test.each([
    ['yyyy-mm-dd hh:mm'],
    ['d/m/yy h:mm AM/PM'],
    ['m/d/yyyy h:mm:ss.000'],
    ['hh:mm'],
    ['mm:ss'],
  ])('%s', (code) => {
    expect(shown(day, code)).toBe('2030-03-14T00:00:00');
    expect(shown(noon, code)).toBe('2030-03-14T13:30:00');
  });

  test.each([
    ['a time of day', '0.5625', 'h:mm', '13:30:00'],
    ['the day before the first', '0', 'yyyy-mm-dd', '1900-01-00'],
    ['the last second', '2958465.99999', 'yyyy-mm-dd', '9999-12-31T23:59:59'],
    ['beyond the last day', '2958466', 'yyyy-mm-dd', '2958466'],
    ['before the first', '-1', 'yyyy-mm-dd', '-1'],
    [
      'a second that a float cannot represent exactly',
      '47556.566678240742',
      'yyyy-mm-dd',
      '2030-03-14T13:36:01',
    ],
    [
      'midnight that a float cannot represent exactly',
      '47555.999999999',
      'yyyy-mm-dd',
      '2030-03-14',
    ],
  ])('%s', (_, value, code, text) => {
    expect(shown(value, code)).toBe(text);
  });

  test.each([14, 15, 16, 17, 22, 27, 36, 50, 58])('built-in format %d', (id) => {
    expect(numberText(day, builtInFormat(id), false)).toMatch(/^2030-03-14/);
  });

  test('every day matches the calendar', () => {
    for (let serial = 61; serial < 80_000; serial += 1)
      expect(shown(String(serial), 'yyyy-mm-dd')).toBe(
        new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10),
      );
  });
});

describe('numbers that are not dates', () => {
  test.each([
    ['General', '1.5', '1.5'],
    ['0', '12.5', '12.5'],
    ['#,##0.00', '1234.5', '1234.5'],
    ['0.00E+00', '12345', '12345'],
    ['0%', '0.25', '0.25'],
    ['@', '42', '42'],
    ['[h]:mm', '1.5', '1.5'],
    ['0 "days"', '90', '90'],
    ['# ?/?', '0.5', '0.5'],
    ['"', '1', '1'],
    ['[', '1', '1'],
    ['x'.repeat(300), '1', '1'],
  ])('%s', (code, value, text) => {
    expect(shown(value, code)).toBe(text);
  });

  test.each([
    ['00000', '42', '00042'],
    ['00000', '123456', '123456'],
    ['00000', '0', '00000'],
    ['00000', '1.5', '1.5'],
    ['00000', '-42', '-42'],
    ['"E"0000', '7', 'E0007'],
    ['00-00-00', '12345', '01-23-45'],
    ['\\+00 000', '49123456', '+49123 456'],
    ['#00', '7', '07'],
    ['0000000000000000', '1234567890123456', '1.23456789012346e+15'],
    ['000;[Red]-000', '7', '007'],
  ])('a format with leading zeros or text: %s of %s', (code, value, text) => {
    expect(shown(value, code)).toBe(text);
  });

  test.each([
    ['123456789012345', '123456789012345'],
    ['1.23456789012345E+14', '123456789012345'],
    ['999999999999999', '999999999999999'],
    ['1234567890123456', '1.23456789012346e+15'],
    ['1E+21', '1.00000000000000e+21'],
    ['-1.5e+22', '-1.50000000000000e+22'],
    ['0.10000000000000001', '0.1'],
    ['1E-7', '1e-7'],
    ['-0', '0'],
    ['1.0', '1'],
    ['', ''],
    ['1E+999', '1E+999'],
    ['Infinity', 'Infinity'],
    ['0x10', '0x10'],
    ['1,5', '1,5'],
  ])('%s', (stored, text) => {
    expect(shown(stored, 'General')).toBe(text);
  });

  test('any number keeps its value, as far as spreadsheets keep it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = shown(String(value), 'General');
        const isLong = Math.abs(value) >= 1e15;
        expect(Number(text) + 0).toBe((isLong ? Number(value.toPrecision(15)) : value) + 0);
        if (Number.isInteger(value)) expect(/^-?\d+$/.test(text)).toBe(!isLong);
      }),
    );
  });

  test('any format code is handled', () => {
    const codes = fc.string({
      unit: fc.constantFrom(...Array.from('ymdhs0#?.,;[]"\\/ -AMPE+$@_*%é')),
    });
    fc.assert(
      fc.property(codes, fc.double({ min: 0, max: 1e6, noNaN: true }), (code, value) => {
        expect(shown(String(value), code)).not.toBe('');
      }),
    );
  });
});
