/** The characters of Windows-1252 from 0x80 to 0x9F; U+FFFD where it has none. */
export const windows1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';
