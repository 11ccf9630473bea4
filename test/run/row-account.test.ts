import { expect, it } from 'vitest';
import { problemsOf } from '../../src/run/apply/row-account.js';
import { refusalOf } from '../../src/site/refusal.js';

it.each([
  ['with a message', '{"error":"Not today."}', 'The site refused the user: Not today. (HTTP 422)'],
  ['without a body', '', 'The site refused the user: the site answered with HTTP status 422'],
  ['with an HTML page', '<p>', 'The site refused the user: the site answered with HTTP status 422'],
])('a refusal %s names its status once', (_how, body, message) => {
  const refusal = refusalOf(422, {}, body);
  expect(problemsOf(refusal, 'The site refused the user')).toEqual([{ column: null, message }]);
});
