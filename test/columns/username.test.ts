import { expect, it } from 'vitest';
import { foldUsername } from '../../src/columns/username.js';

it.each([
  ['Ada.King', 'ada.king'],
  ['R\u00c9MI', 'r\u00e9mi'],
  ['re\u0301mi', 'r\u00e9mi'],
  ['\u212a', 'k'],
  ['\uac00', '\u1100\u1161'],
  ['ΝΙΚΟΣ.ΠΑΠΠΑΣ', 'νικος.παππας'],
])('%s and %s are the same username', (one, other) => {
  expect(foldUsername(one)).toBe(foldUsername(other));
});

it.each([
  ['ada', 'ad\u00e0'],
  ['stra\u00dfe', 'strasse'],
  ['\ufb01', 'fi'],
])('%s and %s are different usernames', (one, other) => {
  expect(foldUsername(one)).not.toBe(foldUsername(other));
});
