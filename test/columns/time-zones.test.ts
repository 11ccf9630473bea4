import { describe, expect, test } from 'vitest';
import { timeZones } from '../../src/columns/kinds/time-zones.js';
import { readCell, soleProblem } from './reading.js';

const names = Object.keys(timeZones);

test('the list has the 151 names of the API', () => {
  expect(names).toHaveLength(151);
});

test.each(names)('%s is accepted, and suggested for another case', (name) => {
  expect(readCell('time_zone', name)).toEqual({ value: name, problems: [] });
  if (name !== name.toUpperCase())
    expect(soleProblem('time_zone', name.toUpperCase()).suggestion).toBe(name);
});

test.each([...new Set(Object.values(timeZones))])(
  '%s is answered with a name of that zone',
  (iana) => {
    const { code, suggestion } = soleProblem('time_zone', iana);
    expect(code).toBe('time-zone-unknown');
    expect(timeZones[suggestion ?? '']).toBe(iana);
  },
);

describe('the suggested name', () => {
  test.each([
    ['Asia/Kolkata', 'Kolkata'],
    ['Asia/Calcutta', 'Kolkata'],
    ['America/Lima', 'Lima'],
    ['America/Mexico_City', 'Mexico City'],
    ['Europe/London', 'London'],
    ['europe/london', 'London'],
    ['Europe/Kyiv', 'Kyiv'],
    ['Europe/Kiev', 'Kyiv'],
    ['Europe/Zurich', 'Zurich'],
    ['Europe/Moscow', 'Moscow'],
    ['Asia/Karachi', 'Karachi'],
    ['Asia/Dhaka', 'Dhaka'],
    ['Asia/Muscat', 'Muscat'],
    ['Asia/Bangkok', 'Bangkok'],
    ['Asia/Tokyo', 'Tokyo'],
    ['Asia/Katmandu', 'Kathmandu'],
    ['Asia/Saigon', 'Bangkok'],
    ['Asia/Yangon', 'Rangoon'],
    ['Pacific/Auckland', 'Auckland'],
    ['Australia/Melbourne', 'Melbourne'],
    ['America/New_York', 'Eastern Time (US & Canada)'],
    ['US/Eastern', 'Eastern Time (US & Canada)'],
    ['US/Central', 'Central Time (US & Canada)'],
    ['US/Mountain', 'Mountain Time (US & Canada)'],
    ['US/Pacific', 'Pacific Time (US & Canada)'],
    ['US/Hawaii', 'Hawaii'],
    ['America/Anchorage', 'Alaska'],
    ['America/Toronto', 'Eastern Time (US & Canada)'],
    ['America/Vancouver', 'Pacific Time (US & Canada)'],
    ['America/Detroit', 'Eastern Time (US & Canada)'],
    ['Europe/Oslo', 'Belgrade'],
    ['Africa/Lagos', 'West Central Africa'],
    ['Asia/Manila', 'Beijing'],
    ['Asia/Dubai', 'Abu Dhabi'],
    ['America/Nuuk', 'Greenland'],
    ['America/Argentina/Buenos_Aires', 'Buenos Aires'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
    ['EST', null],
    ['CET', null],
    ['utc', 'UTC'],
    ['Antarctica/Vostok', null],
  ])('%s: %s', (cell, suggestion) => {
    expect(soleProblem('time_zone', cell).suggestion).toBe(suggestion);
  });
});
