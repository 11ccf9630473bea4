import type { Json } from '../columns/column.js';
import { isSecretParameter } from '../columns/secret-parameter.js';
import type { Refusal } from './errors.js';

/** What must not be shown of a request: the key or session, and the passwords and hashes in its body. */
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

/** A refusal without these secrets: a site, or a proxy in front of it, may repeat what it was sent. */
export function hideSecrets(refusal: Refusal, secrets: readonly string[]): Refusal {
  const forms = [...new Set(secrets.flatMap((text) => [text, text.trim()]).flatMap(formsOf))]
    .filter((form) => form !== '')
    // One may hold another: of the longer one no rest must stay.
    .sort((a, b) => b.length - a.length);
  const hide = (text: string): string =>
    forms.reduce((rest, form) => rest.replaceAll(form, '[hidden]'), text);
  const { type, message, modelErrors, requestId, host } = refusal;
  return {
    ...refusal,
    type: type && hide(type),
    message: hide(message),
    modelErrors: Object.fromEntries(
      Object.entries(modelErrors).map(([name, texts]) => [hide(name), texts.map(hide)]),
    ),
    requestId: requestId && hide(requestId),
    host: host && hide(host),
  };
}

/** A text as it is, and in the encodings in which it may be repeated. */
function formsOf(text: string): string[] {
  const json = inJson(text);
  const bytes = Buffer.from(text);
  // Lone surrogates cannot be encoded.
  const percent = encodeURIComponent(bytes.toString());
  const inUrl = [
    percent,
    percent.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
    new URLSearchParams([['', text]]).toString().slice(1),
  ];
  return [
    text,
    json,
    inJson(json),
    ...inHtml(text),
    ...inUrl,
    ...inUrl.map((form) => form.replace(/%../g, (byte) => byte.toLowerCase())),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Programs differ in how they escape quotation marks and apostrophes. */
function inHtml(text: string): string[] {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return ['"', '&quot;', '&#34;', '&#x22;'].flatMap((quotationMark) =>
    ["'", '&#39;', '&#039;', '&#x27;', '&apos;'].map((apostrophe) =>
      safe.replaceAll('"', quotationMark).replaceAll("'", apostrophe),
    ),
  );
}
