/**
 * The look of the page: light and dark by the reader's setting, narrow screens, and paper. Errors, warnings
 * and successes have the same colours everywhere.
 */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #12161c); --card: light-dark(#fff, #1a2029); --line: light-dark(#dfe3e8, #303947);
  --text: light-dark(#1b2330, #e6eaf0); --quiet: light-dark(#5a6575, #9aa6b6);
  --accent: light-dark(#1f5fbf, #8ab4f8); --accent-soft: light-dark(#e6eefb, #1e2d47);
}
.error, .failed, .conflict, del { --ink: light-dark(#b3261e, #ff8a80); --soft: light-dark(#fce8e6, #3c2021); }
.warning { --ink: light-dark(#8a5a00, #f2c063); --soft: light-dark(#fdf1d8, #382c15); }
.good, .created, .updated, .completed, ins { --ink: light-dark(#17693a, #79d39b); --soft: light-dark(#e3f4e9, #17321f); }
* { box-sizing: border-box; margin: 0; }
body { background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 64px; }
main > *, .controls { margin-bottom: 18px; }
h1 { font-size: 26px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin-bottom: 12px; }
.meta, .tiles li, .controls label, .status, thead th, small, .empty, dt, .pages { color: var(--quiet); }
.meta, .tiles li, .controls label, .status, thead th, small, .tag, .change, details, .pages { font-size: 13px; }
.verdict, .tag, del, ins { background: var(--soft, var(--accent-soft)); color: var(--ink, var(--accent)); }
.verdict { padding: 14px 18px; border-radius: 10px; font-size: 15px; font-weight: 600; }
.tiles, .bars { padding: 0; list-style: none; }
.tiles, .controls { display: flex; flex-wrap: wrap; gap: 12px; }
.tiles li { flex: 1 1 110px; }
.tiles strong { display: block; color: var(--ink, var(--text)); font-size: 24px; line-height: 1.2; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 16px; }
.card, .tiles li { padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.bars button {
  display: grid; grid-template-columns: minmax(0, 15em) 1fr 8em; gap: 10px; align-items: center;
  width: 100%; padding: 3px 6px; border: 0; border-radius: 6px; background: none; color: inherit;
  font: inherit; text-align: left; cursor: pointer;
}
.bars button:hover, .bars [aria-pressed=true] { background: var(--accent-soft); }
.bars [aria-pressed=true] { color: var(--accent); font-weight: 600; }
.bars span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bars svg { width: 100%; height: 10px; fill: var(--ink, var(--accent)); }
.bars b { text-align: right; font-weight: 500; }
.controls[hidden] { display: none; }
.controls label { flex: 1 1 150px; }
.controls { align-items: end; }
.controls .wide { flex: 3 1 240px; }
input, select, .plain {
  width: 100%; height: 36px; padding: 0 10px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--card); color: var(--text); font: inherit;
}
.plain { width: auto; cursor: pointer; }
.plain:disabled { opacity: .45; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { vertical-align: top; text-align: left; padding: 10px 12px 10px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; }
tbody th { width: 5.5em; }
td:nth-child(2) { width: 7.5em; }
td:nth-child(3) { width: 15em; }
small { display: block; }
.tag { padding: 1px 9px; border-radius: 99px; font-weight: 600; }
.change, details { margin-top: 4px; }
del, ins, dd { font: 13px ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
del, ins { display: inline-block; vertical-align: top; max-width: 100%; text-decoration: none; padding: 1px 5px; border-radius: 4px; }
summary { color: var(--accent); cursor: pointer; width: max-content; }
dl { display: grid; align-items: baseline; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 16px; margin-top: 8px; padding: 10px 12px; background: var(--page); border-radius: 8px; }
dl .error { color: var(--ink); }
.pages { display: flex; gap: 10px; align-items: center; margin-top: 14px; }
@media (max-width: 720px) {
  main { padding: 20px 14px 40px; }
  thead { position: absolute; clip-path: inset(50%); }
  tbody tr { display: grid; grid-template-columns: auto auto 1fr; gap: 0 12px; padding: 10px 0; border-bottom: 1px solid var(--line); }
  tbody th, tbody td { border: 0; padding: 0; width: auto !important; }
  td:nth-child(4), .empty { grid-column: 1 / -1; padding-top: 6px !important; }
}
@media print {
  :root { color-scheme: light; --page: #fff; }
  main { max-width: none; padding: 0; }
  .controls, .pages, summary { display: none; }
  .card { border: 0; padding: 0; }
  .charts { grid-template-columns: 1fr; }
  tr, .tiles li, .bars li { break-inside: avoid; }
}
`;
