/** Whether two names are the same but for upper and lower case, spaces, signs, and remarks such as [Required]. */
export function alike(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\[[^\][]{0,40}\]|[^\p{L}\p{N}]/gu, '');
}
