import type { Json } from '../columns/column.js';
import type { Plan } from '../run/plan/plan.js';
import type { PlannedRow } from '../run/plan/planned-row.js';
import { count, duration, grouped } from './count.js';
import { printable } from '../columns/printable.js';
import { planLines, type PlanHeading } from './plan-lines.js';
import type { Style } from './style.js';
import { hanging } from './text-width.js';

export interface PlanTextOptions extends PlanHeading {
  /** Seconds, at best. */
  readonly expected: number;
  /** Rows left out because of errors in the file. */
  readonly invalid: number;
  /** The most users that the site has ever had, if known. */
  readonly mostUsers?: number | undefined;
}

/** What an import is about to do, for the person who has to confirm it. */
export function renderPlan(plan: Plan, options: PlanTextOptions): string {
  const { style, invalid, mostUsers } = options;
  return planLines(options, [
    ['create', plan.create > 0 && count(plan.create, 'user')],
    ['update', plan.update > 0 && updatesText(plan)],
    ['complete', plan.complete > 0 && `${count(plan.complete, 'user')} created in part earlier`],
    ['skip', plan.skip > 0 && `${count(plan.skip, 'user')} that the site has already`],
    ['done', plan.settled > 0 && `${count(plan.settled, 'row')} ended in an earlier session`],
    ['leave out', invalid > 0 && `${count(invalid, 'row')} with errors`],
    ['groups', plan.groups > 0 && groupsText(plan, style)],
    ['folders', plan.folders > 0 && `${count(plan.folders, 'folder')}, created where missing`],
    ['permissions', plan.permissions > 0 && permissionsText(plan, style)],
    ['keys', plan.keys > 0 && `${atMost(plan)}${count(plan.keys, 'SSH key')}`],
    [
      'passwords',
      plan.passwords > 0 &&
        `${count(plan.passwords, 'password')} generated and written to a private file`,
    ],
    ['admins', plan.admins > 0 && adminsText(plan, style)],
    ['e-mails', plan.emails > 0 && `${count(plan.emails, 'message')} sent by the site`],
    ['seats', mostUsers !== undefined && seatsText(mostUsers, plan)],
    ['requests', `about ${count(plan.calls, 'API call')}, ${duration(options.expected)} at best`],
  ]);
}

/** `Create 3 users and update 2? `: the question to confirm, in one line. */
export function planQuestion({
  create,
  update,
  complete,
}: Pick<Plan, 'create' | 'update' | 'complete'>): string {
  const parts = [
    ['create', create],
    ['update', update],
    ['complete', complete],
  ] as const;
  const [first, ...others] = parts.filter(([, users]) => users > 0);
  if (!first) return 'Nobody is created or changed. Proceed? [y/N] ';
  const [verb, users] = first;
  const rest = others.map(([what, n]) => `${what} ${grouped(n)}`);
  const all = [`${verb} ${count(users, 'user')}`, ...rest];
  const text = [all.slice(0, -1).join(', '), all.at(-1)].filter((one) => one !== '').join(' and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}? [y/N] `;
}

/** One line per row; `hidden` is how many more there are. */
export function renderPlannedRows(
  rows: readonly PlannedRow[],
  hidden: number,
  width: number | undefined,
): string {
  const lines = rows
    .flatMap((row) => hanging(...plannedRow(row), width))
    .map((line) => `${line}\n`)
    .join('');
  return hidden > 0 ? `${lines}  … and ${count(hidden, 'more row')}\n` : lines;
}

/** `line 3     create    ` and `ada: groups Sales; /Shared readonly; e-mail`. */
function plannedRow(row: PlannedRow): [label: string, text: string] {
  const details = [...detailsOf(row)].map(printable).join('; ');
  const who = printable(row.username);
  return [
    `  line ${String(row.line).padEnd(5)} ${row.action.padEnd(9)} `,
    `${who}${details === '' ? '' : `: ${details}`}`,
  ];
}

function* detailsOf(row: PlannedRow): Generator<string> {
  const { changes, groups, permissions, keys, issues = [] } = row;
  if (row.administrator) yield 'site administrator';
  if (changes)
    yield changes.length === 0
      ? 'no field differs'
      : changes
          .map(({ field, from, to }) => `${field} ${valueText(from)} → ${valueText(to)}`)
          .join(', ');
  else if (groups) yield `groups ${groups.join(', ')}`;
  if (permissions) {
    const all = permissions.map(
      ({ path, permission, recursive }) =>
        `/${path} ${permission}${recursive ? '' : ' (not below)'}`,
    );
    yield `${all.join(', ')}${row.action === 'create' ? '' : ', where missing'}`;
  }
  if (keys !== undefined) yield count(keys, 'SSH key');
  if (row.password) yield 'new password';
  if (row.email) yield 'e-mail';
  for (const { message } of issues) yield message;
}

const namesShown = 10;

function updatesText({ update, updates }: Plan): string {
  const changed = updates.filter(({ changes }) => changes.length > 0).length;
  if (changed === update) return count(update, 'user');
  return `${count(update, 'user')}; fields differ in ${changed === 0 ? 'none' : grouped(changed)}`;
}

function groupsText({ groups, newGroups }: Plan, style: Style): string {
  const all = count(groups, 'group');
  if (newGroups.length === 0) return all;
  return `${all}, ${style.yellow(`${grouped(newGroups.length)} of them new`)}: ${some(newGroups)}`;
}

function adminsText({ administrators }: Plan, style: Style): string {
  const what = style.yellow(count(administrators.length, 'new site administrator'));
  return `${what}: ${some(administrators)}`;
}

/** What existing users already have is found out only when it is given. */
function atMost({ update, complete }: Plan): string {
  return update + complete > 0 ? 'at most ' : '';
}

function permissionsText(plan: Plan, style: Style): string {
  const { permissions, strong } = plan;
  const all = `${atMost(plan)}${count(permissions, 'folder permission')}`;
  if (strong.length === 0) return all;
  const who = strong.map(
    ({ username, path, permission }) => `${username} (${permission} on /${path})`,
  );
  return `${all}, ${style.yellow(`${grouped(strong.length)} of them admin or full`)}: ${some(who)}`;
}

function some(names: readonly string[]): string {
  const more = names.length - namesShown;
  const shown = names.slice(0, namesShown).map(printable).join(', ');
  return more > 0 ? `${shown} and ${grouped(more)} more` : shown;
}

/** The API tells how many users there have been, not how many are paid for. */
function seatsText(mostUsers: number, { create }: Plan): string {
  return `${count(create, 'more user')}; the site has had at most ${grouped(mostUsers)}, and its limit is not known`;
}

function valueText(value: Json): string {
  if (value === null || value === '') return '(nothing)';
  if (typeof value !== 'object') return String(value);
  // The permissions of a user in the legacy API.
  const given = Object.entries(value).filter(([, isGiven]) => isGiven === true);
  return given.map(([name]) => name).join('+') || '(nothing)';
}
