import { printable } from '../columns/printable.js';
import type { Style } from './style.js';
import { hanging } from './text-width.js';

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
