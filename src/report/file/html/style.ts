/** The look of the page: light and dark by the reader's setting, narrow screens, and paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --line: #dfe3e8; --text: #1b2330; --quiet: #5a6575;
  --error: #b3261e; --error-soft: #fce8e6; --warning: #8a5a00; --warning-soft: #fdf1d8;
  --good: #17693a; --good-soft: #e3f4e9; --accent: #1f5fbf; --accent-soft: #e6eefb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --card: #1a2029; --line: #303947; --text: #e6eaf0; --quiet: #9aa6b6;
    --error: #ff8a80; --error-soft: #3c2021; --warning: #f2c063; --warning-soft: #382c15;
    --good: #79d39b; --good-soft: #17321f; --accent: #8ab4f8; --accent-soft: #1e2d47;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 12px; }
p { margin: 0; }
.meta { color: var(--quiet); font-size: 13px; }
.verdict { margin: 20px 0; padding: 14px 18px; border-radius: 10px; font-weight: 600; }
.verdict.error { background: var(--error-soft); color: var(--error); }
.verdict.warning { background: var(--warning-soft); color: var(--warning); }
.verdict.good { background: var(--good-soft); color: var(--good); }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 0 0 24px; padding: 0; list-style: none; }
.tiles li {
  flex: 1 1 110px; padding: 12px 16px; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; color: var(--quiet); font-size: 13px;
}
.tiles strong {
  display: block; color: var(--text); font-size: 24px; line-height: 1.2; font-weight: 650;
  font-variant-numeric: tabular-nums;
}
.tiles .error strong { color: var(--error); }
.tiles .warning strong { color: var(--warning); }
.tiles .good strong { color: var(--good); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 16px; margin-bottom: 24px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px; }
main > .card { margin-bottom: 24px; }
.bars { margin: 0; padding: 0; list-style: none; }
.bars button {
  display: grid; grid-template-columns: minmax(0, 15em) 1fr 8em; gap: 10px; align-items: center;
  width: 100%; padding: 3px 6px; border: 0; border-radius: 6px; background: none; color: inherit;
  font: inherit; font-size: 13.5px; text-align: left; cursor: pointer;
}
.bars button:hover { background: var(--accent-soft); }
.bars button[aria-pressed=true] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.bars span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bars svg { width: 100%; height: 10px; display: block; }
.bars rect { fill: var(--accent); }
.bars .error rect { fill: var(--error); }
.bars .warning rect { fill: var(--warning); }
.bars b { white-space: nowrap; text-align: right; font-weight: 500; font-variant-numeric: tabular-nums; }
.controls { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; margin-bottom: 12px; }
.controls[hidden] { display: none; }
.controls label { display: block; font-size: 12px; color: var(--quiet); flex: 1 1 150px; }
.controls .wide { flex: 3 1 240px; }
input, select, .plain {
  width: 100%; height: 36px; padding: 0 10px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--card); color: var(--text); font: inherit; font-size: 14px;
}
.plain { width: auto; cursor: pointer; padding: 0 14px; }
.plain:disabled { opacity: .45; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.status { color: var(--quiet); font-size: 13px; margin-bottom: 8px; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
thead th { text-align: left; font-size: 12px; color: var(--quiet); font-weight: 600; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); }
tbody th, tbody td { vertical-align: top; text-align: left; padding: 10px 12px 10px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
tbody th { font-weight: 600; font-variant-numeric: tabular-nums; width: 5.5em; }
tbody td:nth-child(2) { width: 7.5em; }
tbody td:nth-child(3) { width: 15em; }
small { display: block; color: var(--quiet); font-size: 12.5px; }
.empty { color: var(--quiet); padding: 24px 0; }
.tag { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 12px; font-weight: 600; background: var(--accent-soft); color: var(--accent); }
.tag.error, .tag.failed, .tag.conflict { background: var(--error-soft); color: var(--error); }
.tag.warning { background: var(--warning-soft); color: var(--warning); }
.tag.created, .tag.updated, .tag.completed { background: var(--good-soft); color: var(--good); }
.change { margin-top: 4px; font-size: 13px; }
del, ins, dd { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; white-space: pre-wrap; }
del, ins { text-decoration: none; padding: 1px 5px; border-radius: 4px; }
del { background: var(--error-soft); color: var(--error); }
ins { background: var(--good-soft); color: var(--good); }
details { margin-top: 6px; font-size: 13px; }
summary { color: var(--accent); cursor: pointer; width: max-content; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 16px; margin: 8px 0 0; padding: 10px 12px; background: var(--page); border-radius: 8px; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.wrong { color: var(--error); }
.pages { display: flex; gap: 10px; align-items: center; margin-top: 14px; color: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; }
@media (max-width: 720px) {
  main { padding: 20px 14px 40px; }
  thead { position: absolute; clip-path: inset(50%); }
  tbody tr { display: grid; grid-template-columns: auto auto 1fr; gap: 0 12px; padding: 10px 0; border-bottom: 1px solid var(--line); }
  tbody th, tbody td { border: 0; padding: 0; width: auto !important; }
  tbody td:nth-child(4), .empty { grid-column: 1 / -1; padding-top: 6px; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --card: #fff; --text: #000; --quiet: #444; --line: #bbb;
    --error: #8c1d18; --error-soft: #fff; --warning: #6b4600; --warning-soft: #fff;
    --good: #10502c; --good-soft: #fff; --accent: #1f5fbf; --accent-soft: #fff;
  }
  main { max-width: none; padding: 0; }
  .controls, .pages, summary { display: none; }
  .card { border: 0; padding: 0; margin-bottom: 16px; }
  tr, .tiles li, .bars li { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;
