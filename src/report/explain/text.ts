import { issueCodes, type IssueCode } from '../../columns/issue.js';
import { onOneLine } from '../one-line.js';
import type { Style } from '../style.js';
import { hanging } from '../text-width.js';
import { effects, importSeverityOf } from './effect.js';
import type { Example } from './explanation.js';
import { codesByKind, explanations } from './table.js';

/** ` Example `: the width of the labels. */
const label = (text: string): string => `  ${text.padEnd(9)}`;

/** One code, for a person, wrapped at this width; examples are not wrapped. */
export function explanationText(code: IssueCode, width: number, style: Style): string {
  const { what, why, cause, cure, example, fix } = explanations[code];
  const severity = issueCodes[code];
  const paragraphs = [
    ['Why', why],
    ['Cause', cause],
    ['Cure', cure],
    ['Fix', fix ? '`files-bulk-import fix FILE` makes this correction.' : ''],
    ['Import', effects[importSeverityOf(code)]],
  ] as const;
  return [
    `${style.bold(code)}  ${severity === 'error' ? style.red(severity) : style.yellow(severity)}`,
    '',
    ...hanging('  ', `${what}.`, width),
    '',
    ...paragraphs.flatMap(([name, text]) => (text === '' ? [] : hanging(label(name), text, width))),
    ...(example
      ? ['', ...linesOf(example, style).map((line, at) => label(at === 0 ? 'Example' : '') + line)]
      : []),
    '',
  ].join('\n');
}

function linesOf(example: Example, style: Style): readonly string[] {
  if (example.type === 'lines')
    return [...example.before.split('\n'), style.dim('→'), ...example.after.split('\n')];
  const { column, before, after, beside } = example;
  return [
    ...Object.entries(beside).map(([name, text]) => `${name}  ${onOneLine(text)}`),
    `${style.bold(column)}  ${onOneLine(before)} ${style.dim('→')} ${style.green(onOneLine(after))}`,
  ];
}

/** All codes by subject, one per line if the width allows it. */
export function codeListText(width: number, style: Style): string {
  const codes = codesByKind.flatMap(([, some]) => some);
  const name = Math.max(...codes.map((code) => code.length)) + 4;
  const beside = width - name >= 40;
  const lines = (code: IssueCode): readonly string[] => {
    const { what } = explanations[code];
    return beside
      ? hanging(`  ${code.padEnd(name - 2)}`, what, width)
      : [`  ${code}`, ...hanging('    ', what, width)];
  };
  return codesByKind
    .map(([kind, some]) => `${style.bold(kind)}\n${some.flatMap(lines).join('\n')}\n`)
    .join('\n');
}
