import type { RunAccount } from '../run/account.js';
import { count, grouped } from './count.js';
import { printable } from '../columns/printable.js';
import type { Style } from './style.js';
import { whereText } from './where.js';

const shownFailures = 20;

/** What a run has done, what failed and why, and, if its journal is `kept`, where everything is. */
export function renderAccount(account: RunAccount, kept: boolean, style: Style): string {
  const { tally, incomplete, adopted } = account;
  const done: [number, string][] = [
    [tally.created, 'created'],
    [incomplete, 'created in part'],
    [tally.updated, 'updated'],
    [tally.unchanged, 'already as the file says'],
    [tally.completed, 'completed (a password changes only with --update-passwords)'],
    [tally.skipped, 'skipped: on the site already'],
  ];
  const notDone: [number, string][] = [
    [tally.failed, 'failed'],
    [tally.conflict, 'in conflict with a user of the site'],
    [account.invalid, 'left out because of errors in the file'],
    [account.remaining, 'still to be done'],
  ];
  const groups = count(account.groups.length, 'group');
  const files = [
    ['journal', kept ? account.journal : undefined],
    ['passwords', account.passwords],
    ['rejects', account.rejects],
  ] as const;
  return [
    ...renderFailures(account, style),
    ...done.flatMap(([n, what]) =>
      n > 0 || (what === 'created' && incomplete === 0)
        ? [`${style.green(count(n, 'user'))} ${what}`]
        : [],
    ),
    ...(adopted > 0
      ? [`${grouped(adopted)} of the created users recognised on the site after a lost reply`]
      : []),
    ...(account.groups.length > 0
      ? [`${style.green(groups)} created: ${printable(account.groups.join(', '))}`]
      : []),
    ...notDone.flatMap(([n, what]) => (n > 0 ? [`${style.red(count(n, 'row'))} ${what}`] : [])),
    ...files.flatMap(([name, path]) =>
      path === undefined ? [] : [`${style.dim(name)}  ${printable(path)}`],
    ),
    '',
  ].join('\n');
}

function renderFailures({ failures, rejects }: RunAccount, style: Style): string[] {
  const shown = failures
    .slice(0, shownFailures)
    .flatMap(({ line, username, problems }) =>
      problems.map(
        ({ column, message }) =>
          `${style.red('failed')}   ${style.bold(whereText(line, column))} (${printable(username)}): ${printable(message)}`,
      ),
    );
  const more = failures.length - Math.min(failures.length, shownFailures);
  if (more === 0) return shown;
  const all = rejects === undefined ? '--json shows' : 'the rejects file has';
  return [...shown, style.dim(`         and ${count(more, 'more row')}; ${all} them all`)];
}
