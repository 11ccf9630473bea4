/** How text is highlighted on a terminal; the plain style changes nothing. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
}

const same = (text: string): string => text;

export const plain: Style = { bold: same, dim: same, red: same, yellow: same, green: same };
