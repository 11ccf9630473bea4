import type { Json } from '../columns/column.js';
import { isSecretParameter } from '../columns/secret-parameter.js';
import type { Refusal } from './errors.js';

/** What of a request nobody may see: the key or session, and the passwords and hashes of its body. */
export function secretsOf(
  headers: Readonly<Record<string, string>>,
  body: Json | undefined,
): string[] {
  const parameters = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return [
    ...Object.entries(headers).filter(([name]) => secretHeader.test(name)),
    ...parameters.filter(([name]) => isSecretParameter(name)),
  ].flatMap(([, value]) => (typeof value === 'string' && value !== '' ? [value] : []));
}

const secretHeader = /^(?:x-filesapi-(?:key|auth)|ev-(?:api-key|access-token))$/i;

/** A refusal without them: a site, or a proxy before it, may repeat what it was sent. */
export function hideSecrets(refusal: Refusal, secrets: readonly string[]): Refusal {
  const forms = secrets
    .flatMap((text) => [
      text,
      JSON.stringify(text).slice(1, -1),
      // Halves of surrogate pairs could not be written.
      encodeURIComponent(Buffer.from(text).toString()),
    ])
    // One may hold another: of the longer one no rest must stay.
    .sort((a, b) => b.length - a.length);
  const hide = (text: string): string =>
    forms.reduce((rest, form) => rest.replaceAll(form, '[hidden]'), text);
  const { type, message, modelErrors } = refusal;
  return {
    ...refusal,
    type: type === null ? null : hide(type),
    message: hide(message),
    modelErrors: Object.fromEntries(
      Object.entries(modelErrors).map(([name, texts]) => [hide(name), texts.map(hide)]),
    ),
  };
}
