import type { Issue } from '../columns/issue.js';
import type { DescribedHeader } from '../source/describe-headers.js';
import { printable } from '../columns/printable.js';
import type { Style } from './style.js';

/** How a file's headers are understood, one per line, and what is wrong with them. */
export function renderHeaders(
  headers: readonly DescribedHeader[],
  issues: readonly Issue[],
  { style, arrow }: { readonly style: Style; readonly arrow: string },
): string {
  const lines = headers.map(({ headers: from, column, how, constant, like }) => {
    const left = from.length === 0 ? '(no header)' : from.map(printable).join(' + ');
    const right =
      column === null
        ? style.dim(like === null ? 'ignored' : `ignored, but like ${like}`)
        : `${style.green(column)}${how === 'taken' ? '' : style.dim(` (${howText(how, constant)})`)}`;
    return { left: left === '' ? '(blank)' : left, right };
  });
  const longest = lines.reduce((length, { left }) => Math.max(length, left.length), 0);
  const width = Math.min(40, longest);
  const table = lines
    .map(({ left, right }) => `${left.padEnd(width)}  ${arrow} ${right}\n`)
    .join('');
  const errors = issues
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => `${style.red('error')}    ${printable(message)}\n`);
  return table + errors.join('');
}

function howText(how: DescribedHeader['how'], constant: string | null): string {
  if (how === 'constant')
    return constant === null ? 'the same in every row' : `always ${printable(constant)}`;
  return how === 'joined' ? 'put together' : 'some values replaced';
}
