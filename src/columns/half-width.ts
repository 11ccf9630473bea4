const fullWidth = /[\uff01-\uff5e]/g;
const apart = 0xfee0;

/** A text with the wide letters, digits and signs of East Asian keyboards in their usual form. */
export function halfWidth(text: string): string {
  return text.replace(fullWidth, (wide) => String.fromCharCode(wide.charCodeAt(0) - apart));
}
