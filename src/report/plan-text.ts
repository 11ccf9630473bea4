import type { Json } from '../columns/column.js';
import type { Plan, PlannedUpdate } from '../run/plan.js';
import { count, duration } from './count.js';
import { printable } from './printable.js';
import type { Style } from './style.js';

export interface PlanTextOptions {
  readonly site: string;
  readonly style: Style;
  /** Seconds, at best. */
  readonly expected: number;
  /** The run that is gone on with. */
  readonly resumed: string | undefined;
  /** Rows that the file's errors keep out. */
  readonly invalid: number;
}

const shownUpdates = 10;

/** What an import is about to do, for the person who has to agree to it. */
export function renderPlan(plan: Plan, options: PlanTextOptions): string {
  const { style } = options;
  const lines: [string, string | false][] = [
    ['create', plan.create > 0 && count(plan.create, 'user')],
    ['update', plan.update > 0 && count(plan.update, 'user')],
    [
      'complete',
      plan.complete > 0 && `${count(plan.complete, 'user')} that an earlier run made in part`,
    ],
    ['skip', plan.skip > 0 && `${count(plan.skip, 'user')} that the site has already`],
    ['done', plan.settled > 0 && `${count(plan.settled, 'row')} ended in an earlier session`],
    ['leave out', options.invalid > 0 && `${count(options.invalid, 'row')} with errors`],
    ['groups', plan.groups > 0 && count(plan.groups, 'group')],
    ['folders', plan.folders > 0 && `${count(plan.folders, 'folder')}, made where missing`],
    ['permissions', plan.permissions > 0 && permissionsText(plan, style)],
    ['keys', plan.keys > 0 && count(plan.keys, 'SSH key')],
    ['admins', plan.admins > 0 && style.yellow(count(plan.admins, 'new site administrator'))],
    ['e-mails', plan.emails > 0 && `${count(plan.emails, 'message')} sent by the site`],
    ['requests', `about ${count(plan.calls, 'API call')}, ${duration(options.expected)} at best`],
  ];
  const heading =
    options.resumed === undefined ? 'Plan' : `Plan for the rest of run ${options.resumed}`;
  return [
    `${style.bold(heading)} for ${printable(options.site)}`,
    ...lines.flatMap(([name, text]) => (text === false ? [] : [`  ${name.padEnd(12)} ${text}`])),
    ...renderUpdates(plan.updates),
    '',
  ].join('\n');
}

function permissionsText({ permissions, strongPermissions }: Plan, style: Style): string {
  const strong =
    strongPermissions > 0 ? `, ${style.yellow(`${strongPermissions} of them admin or full`)}` : '';
  return `${count(permissions, 'folder permission')}${strong}`;
}

function renderUpdates(updates: readonly PlannedUpdate[]): string[] {
  const shown = updates.slice(0, shownUpdates).map(({ line, username, changes }) => {
    const what =
      changes.length === 0
        ? 'no field differs'
        : changes
            .map(({ field, from, to }) => `${field} ${valueText(from)} → ${valueText(to)}`)
            .join(', ');
    return `  line ${line}, ${printable(username)}: ${printable(what)}`;
  });
  const more = updates.length - shown.length;
  return more > 0 ? [...shown, `  … and ${count(more, 'more update')}`] : shown;
}

function valueText(value: Json): string {
  if (value === null || value === '') return '(nothing)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
