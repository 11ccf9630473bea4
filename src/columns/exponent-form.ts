/** How a spreadsheet shows a long number in a narrow column, and then saves it. */
const exponentForm = /^\d(?:[.,]\d+)?E\+\d{1,3}$/i;

/**
 * Whether a text is a number such as `1.23E+11`. Most texts do not start with a digit, which makes this
 * cheap.
 */
export function inExponentForm(text: string): boolean {
  const first = text.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && exponentForm.test(text);
}

export const exponentHint =
  'A spreadsheet has shortened a long number here, and digits are lost: copy it again from its source, into a column formatted as text.';
