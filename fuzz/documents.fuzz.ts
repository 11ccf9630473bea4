import { expect } from 'vitest';
import { parsePlan, PlanFileError } from '../src/run/plan/plan-document.js';
import { refusalOf } from '../src/site/refusal.js';
import * as resources from '../src/site/resources.js';
import { parseMapping } from '../src/source/mapping-file.js';
import { SourceError } from '../src/source/row.js';
import { fuzz } from './fuzz.js';

const words = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    'null',
    'true',
    '-1',
    '1e999',
    '""',
    '{}',
    '[]',
    '\\u0000',
  ],
  ...['"__proto__"', '"constructor"', '"id"', '"version"', '\\ud800', '\0', '\u001b[2J', '"\\n"'],
];

/** A mapping is read, and survives being written and read again; or it is refused with a SourceError. */
fuzz('mapping', {
  seeds: [
    '{"version":1,"columns":{"username":"Login","full_name":{"join":["First","Last"]},"site_admin":{"header":"Role","values":{"Boss":"Y"}},"company":{"value":"Acme"}},"ignore":["x"]}',
  ],
  words: [...words, '"password"', '"username"', '"value"', '"values"', '"header"', '"join"'],
  check(input) {
    try {
      const mapping = parseMapping(input.toString('utf8'), 'm.json');
      const again = parseMapping(JSON.stringify({ version: 1, ...mapping }), 'm.json');
      expect(again).toEqual(mapping);
    } catch (error) {
      expect(error).toBeInstanceOf(SourceError);
    }
  },
});

/** A plan is parsed, or refused with a PlanFileError. */
fuzz('plan', {
  seeds: [
    '{"version":1,"program":"p 1","madeAt":"2027-03-14T09:26:53.000Z","site":"https://acme.files.com/api/rest/v1","options":{"read":{},"existing":"error","skipInvalid":false,"createFolders":true,"updatePasswords":false},"rows":[{"line":2,"username":"ada","action":"create"}],"result":"planned","file":{"name":"users.csv","path":null,"sha256":"ab"},"run":null,"reliesOn":{"settings":{"password_min_length":8},"groups":{"Sales":11},"sso":{"okta":[21]}}}',
  ],
  words: [...words, '"planned"', '"rows"', '"line"', '"site"'],
  check(input) {
    try {
      expect(parsePlan(input.toString('utf8'), 'plan.json').version).toBe(1);
    } catch (error) {
      expect(error).toBeInstanceOf(PlanFileError);
    }
  },
});

const { usage, ...schemas } = resources;

/** No reply causes another error, and a refusal always has a message. */
fuzz('replies', {
  seeds: [
    '{"id":7,"username":"ada","name":"Ada","group_ids":"1,2","created_at":"2027-03-14T09:26:53Z"}',
    '{"error":"No.","http-code":"422","title":"Bad","type":"processing-failure/model-save-error","errors":["a",{"error":"b"}],"model_errors":{"username":["is taken"]},"data":{"host":"x.files.com"}}',
    '[{"error":"No."}]',
    '<html>Bad gateway</html>',
    '{"id":1,"name":"Acme","user":{"id":1,"username":"ada"},"password_min_length":8}',
  ],
  words: [...words, '"error"', '"errors"', '"model_errors"', '"data"', '"host"', '"type"'],
  check(input) {
    const text = input.toString('utf8');
    const refusal = refusalOf(422, { 'x-files-error-class': text }, text);
    expect(refusal.message).toMatch(/[\s\S]/);
    for (const messages of Object.values(refusal.modelErrors))
      for (const message of messages) expect(message).toBeTypeOf('string');
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return;
    }
    for (const schema of [usage, ...Object.values(schemas)]) schema.safeParse(json);
  },
});
