/** A file's name for a message: whole, control and invisible characters shown escaped. */
export function escaped(name: string): string {
  return name.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
