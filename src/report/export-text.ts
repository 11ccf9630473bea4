import { count } from './count.js';
import type { ExportTally, Like, Loss } from './export-tally.js';
import { printable } from '../columns/printable.js';
import type { Style } from './style.js';

/** What the site has and the file does not contain. */
export function renderLoss({ username, column, message }: Loss, style: Style): string {
  const place = style.bold(`${column} of ${printable(username)}`);
  return `${style.red('left out')}  ${place}: ${printable(message)}.`;
}

/** What an import of the file would report, what no file can contain, and how many users there are. */
export function renderExport(tally: ExportTally, path: string | undefined, style: Style): string {
  const words = { error: style.red('error'), warning: style.yellow('warning') };
  const issues = (['error', 'warning'] as const).flatMap((severity) =>
    tally.likes(severity).map((like) => {
      const place = style.bold(`${like.about} of ${who(like)}`);
      return `${words[severity]}  ${place}: ${printable(like.message)}`;
    }),
  );
  const groups = tally.likes('group-by-id').map(({ about }) => about);
  const further = tally
    .likes('further')
    .map(({ about, users }) => `${about} (${count(users, 'user')})`);
  const lines = [
    ...(issues.length > 0 ? ['An import of these users would report:', ...issues] : []),
    ...(groups.length > 0
      ? [
          `Groups that are given by id: ${groups.join(', ')}. On another site, these ids are other groups.`,
        ]
      : []),
    ...(further.length > 0
      ? [`Not in the file, but set on the site: ${further.join(', ')}. --all adds them.`]
      : []),
    'The file has no passwords, hashes or SSH keys, because a site does not return them.',
    `${style.green(count(tally.users, 'user'))}${path === undefined ? '' : ` in ${printable(path)}`}.`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The users, or the first few of them. */
function who({ users, usernames }: Like): string {
  const names = usernames.map(printable).join(', ');
  return users > usernames.length ? `${count(users, 'user')} (${names}, …)` : names;
}
