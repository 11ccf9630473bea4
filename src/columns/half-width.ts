const fullWidth = /[\uff01-\uff5e]/g;
const apart = 0xfee0;

/**
 * A text with the full-width letters, digits and signs of East Asian keyboards replaced by the usual ones.
 */
export function halfWidth(text: string): string {
  return text.replace(fullWidth, (wide) => String.fromCharCode(wide.charCodeAt(0) - apart));
}
