import { printable } from '../columns/printable.js';
import type { Style } from './style.js';
import { wrap } from './text-width.js';

export interface PlanHeading {
  readonly site: string;
  readonly style: Style;
  /** The run that is resumed. */
  readonly resumed: string | undefined;
  /** Columns of the terminal; undefined: lines are as long as they are. */
  readonly width?: number | undefined;
}

/** What is about to be done, a line a label; those with false are left out. */
export function planLines(
  { site, style, resumed, width }: PlanHeading,
  lines: readonly (readonly [label: string, text: string | false])[],
): string {
  const heading = resumed === undefined ? 'Plan' : `Plan for the rest of run ${resumed}`;
  const longest = Math.max(12, ...lines.map(([label]) => label.length));
  return [
    `${style.bold(heading)} for ${printable(site)}`,
    ...lines.flatMap(([label, text]) =>
      text === false ? [] : hanging(`  ${label.padEnd(longest)} `, text, width),
    ),
    '',
  ].join('\n');
}

/** A label and a text beside it, in lines that the terminal need not break. */
export function hanging(label: string, text: string, width: number | undefined): readonly string[] {
  // Beside a label the text of a very narrow terminal would be a column of single words.
  if (width === undefined || width < 2 * label.length) return [label + text];
  const [first = '', ...others] = wrap(text, width - label.length);
  return [label + first, ...others.map((line) => ' '.repeat(label.length) + line)];
}
