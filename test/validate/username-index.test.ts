import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldUsername } from '../../src/columns/username.js';
import { UsernameIndex } from '../../src/validate/username-index.js';

// Few letters, so that names repeat; some fold to others, and one takes more bytes.
const name = fc
  .array(fc.constantFrom('a', 'A', 'b', 'É', 'é', '\u212a', 'k', '😀', ' ', 'e', '\u0301', 'ÿ'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((letters) => letters.join(''));

test('finds the first line of a name like a Map, ignoring case and normalisation', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 400 }), (names) => {
      const index = new UsernameIndex();
      const model = new Map<string, { line: number; written: string }>();
      names.forEach((written, at) => {
        const key = foldUsername(written);
        expect(index.add(written, at + 2)).toBe(model.get(key)?.line);
        if (!model.has(key)) model.set(key, { line: at + 2, written });
        expect(index.has(written.toUpperCase())).toBe(
          model.has(foldUsername(written.toUpperCase())),
        );
      });
      expect(index.size).toBe(model.size);
      expect([...index.names()]).toEqual([...model.values()].map(({ written }) => written));
      expect(index.has('nobody')).toBe(false);
    }),
  );
});

test('distinguishes names with the same hash', () => {
  // Their 32-bit FNV-1a hashes are equal.
  const [one, other] = ['costarring', 'liquid'] as const;
  const index = new UsernameIndex();
  expect(index.add(one, 2)).toBeUndefined();
  expect(index.has(other)).toBe(false);
  expect(index.add(other, 3)).toBeUndefined();
  expect(index.add(one.toUpperCase(), 4)).toBe(2);
  expect(index.add(other, 5)).toBe(3);
});

test('grows beyond its pieces and segments', () => {
  const index = new UsernameIndex();
  const count = 150_000;
  for (let number = 0; number < count; number += 1)
    expect(index.add(`user.${number}@example.com`, number + 2)).toBeUndefined();
  for (let number = 0; number < count; number += 777)
    expect(index.add(`USER.${number}@example.com`, 1)).toBe(number + 2);
  expect(index.size).toBe(count);
});

test('keeps names that fill one piece or several', () => {
  const names = [
    'a'.repeat(700_000),
    ...Array.from('0123456789', (digit) => digit + 'b'.repeat(200_000)),
    '\u20ac'.repeat(700_000),
    '\u20ac'.repeat(349_523),
    'c',
  ];
  const index = new UsernameIndex();
  names.forEach((name, at) => {
    expect(index.add(name, at + 2) === undefined).toBe(true);
  });
  expect(names.map((name) => index.add(name, 1))).toEqual(names.map((_, at) => at + 2));
  expect([...index.names()].every((name, at) => name === names[at])).toBe(true);
});

test('ignores only the case of letters', () => {
  const index = new UsernameIndex();
  index.add('stra\u00dfe', 2);
  index.add('a[b', 3);
  expect(
    ['strasse', 'STRA\u00dfE', 'a{b', 'A[B', 'a[', 'a[bc'].map((name) => index.has(name)),
  ).toEqual([false, true, false, true, false, false]);
});
