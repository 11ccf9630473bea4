import { printable } from '../columns/printable.js';
import type { Style } from './style.js';
import { hanging } from './text-width.js';

export interface PlanHeading {
  readonly site: string;
  readonly style: Style;
  /** The run to resume. */
  readonly resumed: string | undefined;
  /** The terminal's width; undefined: lines are not wrapped. */
  readonly width?: number | undefined;
}

/** What is about to be done, one line per label; false leaves a line out. */
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
