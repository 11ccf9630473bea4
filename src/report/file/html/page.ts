import { createHash } from 'node:crypto';
import { count, grouped } from '../../count.js';
import { reportStarts, type FileReportOptions, type ReportEnd } from '../file-report.js';
import type { IssueCounts, ShownIssue } from '../../issues/counts.js';
import { resultCounts, verdictText } from '../result.js';
import { text } from './markup.js';
import { style } from './style.js';

/** How many issues can be read without scripts. */
export const shownWithoutScript = 50;

/** The page up to its data. Only the script and the style of this program may run on it. */
export function pageStart({ file }: FileReportOptions, script: string): string {
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
  return `${reportStarts['.html']}<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="robots" content="noindex">
<title>${text(file)}: import report</title>
<style>${style}</style>
</head>
<body>
`;
}

export interface PageEnd extends FileReportOptions, ReportEnd {
  readonly counts: IssueCounts;
  /** How many entries did not fit on the page. */
  readonly left: number;
}

/** What is displayed, and the script that makes it a searchable table. */
export function pageEnd(page: PageEnd, script: string): string {
  const { file, program, now, counts, left } = page;
  const missing =
    left > 0
      ? `<p class="status">${grouped(left)} more do not fit on this page: a .csv report has them all.</p>`
      : '';
  return `<main>
<header>
<h1>${text(file)}</h1>
<p class="meta">${text(program)}, <time datetime="${new Date(now).toISOString()}">${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC</time></p>
</header>
${verdict(page)}
${tiles(page)}
${charts(counts)}
${account(page)}
<section class="card" id="list" aria-labelledby="list-title">
<h2 id="list-title">${page.account ? 'Issues and rows' : 'Issues'}</h2>
${controls}
<p class="status" id="status" role="status"></p>
${missing}
<div class="scroll"><table aria-labelledby="list-title">
<thead><tr><th scope="col">Line</th><th scope="col">What</th><th scope="col">Column</th><th scope="col">Message</th></tr></thead>
<tbody id="entries">
${counts.first.map(row).join('\n')}
</tbody>
</table></div>
<nav class="pages" aria-label="Pages"><button class="plain" id="previous" type="button" disabled>Previous</button><button class="plain" id="next" type="button" disabled>Next</button><span id="position" role="status"></span></nav>
</section>
</main>
<script type="module">${script}</script>
</body>
</html>
`;
}

function hash(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

function verdict(end: ReportEnd): string {
  const { summary, account } = end;
  const failed = account ? account.tally.failed + account.tally.conflict : summary.errors;
  const kind = failed > 0 ? 'error' : summary.warnings > 0 || account?.stop ? 'warning' : 'good';
  return `<p class="verdict ${kind}">${text(verdictText(end))}</p>`;
}

function tiles(end: ReportEnd): string {
  const items = resultCounts(end).map(
    ([name, n, kind]) =>
      `<li class="${n > 0 ? kind : ''}"><strong>${grouped(n)}</strong>${name}</li>`,
  );
  return `<ul class="tiles" aria-label="Summary">${items.join('')}</ul>`;
}

function charts({ codes, columns }: IssueCounts): string {
  if (codes.length === 0) return '';
  const kinds = codes.map(({ code, severity, count: n }) => ({ name: code, severity, n }));
  const places = columns.map(({ column, count: n }) => ({ name: column, severity: '', n }));
  return `<div class="charts">
<section class="card" aria-labelledby="kinds"><h2 id="kinds">By kind</h2>${bars('kind', kinds)}</section>
<section class="card" aria-labelledby="columns"><h2 id="columns">By column</h2>${bars('column', places)}</section>
</div>`;
}

interface Bar {
  readonly name: string;
  /** `error`, `warning`, or blank if there are both. */
  readonly severity: string;
  readonly n: number;
}

const shownBars = 12;

/** Each one sets a filter when it is pressed. */
function bars(filter: 'kind' | 'column', all: readonly Bar[]): string {
  const most = Math.max(1, ...all.map(({ n }) => n));
  const items = all.slice(0, shownBars).map(({ name, severity, n }) => {
    const width = Math.max(1, Math.round((n / most) * 100));
    const shown = text(name);
    return `<li class="${severity}"><button type="button" data-filter="${filter}" data-value="${shown}" aria-pressed="false" title="${shown}"><span>${shown}</span><svg aria-hidden="true"><rect width="${width}%" height="10" rx="3"/></svg><b>${severity === '' ? grouped(n) : count(n, severity)}</b></button></li>`;
  });
  const more = all.length - items.length;
  return `<ul class="bars">${items.join('')}</ul>${more > 0 ? `<p class="status">and ${grouped(more)} more</p>` : ''}`;
}

function account({ account: run, kept }: ReportEnd): string {
  if (!run) return '';
  const lines = [
    ['Run', run.run],
    ['Site', run.site],
    ['Journal', kept ? run.journal : undefined],
    ['Passwords', run.passwords],
    ['Rejects', run.rejects],
  ] as const;
  const items = lines.map(([name, value]) =>
    value === undefined ? '' : `<dt>${name}</dt><dd>${text(value)}</dd>`,
  );
  return `<section class="card" aria-labelledby="run"><h2 id="run">The run</h2><dl>${items.join('')}</dl></section>`;
}

const controls = `<div class="controls" id="controls" hidden>
<label class="wide">Search<input id="search" type="search" autocomplete="off" placeholder="any text of a row"></label>
<label>What<select id="label"><option value="">all</option></select></label>
<label>Kind<select id="kind"><option value="">all</option></select></label>
<label>Column<select id="column"><option value="">all</option></select></label>
<label>Order<select id="order"><option value="line">line</option><option value="label">what</option><option value="kind">kind</option><option value="column">column</option></select></label>
<button class="plain" id="clear" type="button">Clear</button>
</div>`;

function row({ issue, cell }: ShownIssue): string {
  const { line, severity, column, message, suggestion } = issue;
  const change = [
    ...(cell === undefined ? [] : [`In the file: <del>${text(cell)}</del>`]),
    ...(suggestion === null ? [] : [`Write: <ins>${text(suggestion || '(nothing)')}</ins>`]),
  ].join(' ');
  return `<tr><th scope="row">${line ?? 'file'}</th><td><span class="tag ${severity}">${severity}</span></td><td>${text(column ?? '—')}</td><td><p>${text(message)}</p>${change === '' ? '' : `<p class="change">${change}</p>`}</td></tr>`;
}
