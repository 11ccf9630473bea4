import { issueCodes, type IssueCode } from '../../columns/issue.js';
import { onOneLine } from '../one-line.js';
import type { Style } from '../style.js';
import { wrap } from '../text-width.js';
import { effects, importSeverityOf } from './effect.js';
import type { Example } from './explanation.js';
import { codesByKind, explanations } from './table.js';

/** `Example  `: where texts begin. */
const indent = 11;
const hang = ' '.repeat(indent);

/** One code, for a person, in lines of so many columns; examples are not broken. */
export function explanationText(code: IssueCode, width: number, style: Style): string {
  const { what, why, cause, cure, example, fix } = explanations[code];
  const paragraph = (label: string, text: string): string => {
    const [first = '', ...others] = wrap(text, width - indent);
    return [`  ${label.padEnd(indent - 2)}${first}`, ...others.map((line) => hang + line)].join(
      '\n',
    );
  };
  const severity = issueCodes[code];
  return [
    `${style.bold(code)}  ${severity === 'error' ? style.red(severity) : style.yellow(severity)}`,
    '',
    ...wrap(`${what}.`, width - 2).map((line) => `  ${line}`),
    '',
    paragraph('Why', why),
    paragraph('Cause', cause),
    paragraph('Cure', cure),
    ...(fix === true
      ? [paragraph('Fix', '`files-bulk-import fix FILE` makes this correction.')]
      : []),
    paragraph('Import', effects[importSeverityOf(code)]),
    ...(example === undefined ? [] : ['', ...exampleLines(example, style)]),
    '',
  ].join('\n');
}

function exampleLines(example: Example, style: Style): readonly string[] {
  const [first = '', ...others] = linesOf(example, style);
  return [`  ${'Example'.padEnd(indent - 2)}${first}`, ...others.map((line) => hang + line)];
}

function linesOf(example: Example, style: Style): readonly string[] {
  if (example.type === 'lines')
    return [...example.before.split('\n'), style.dim('→'), ...example.after.split('\n')];
  const { column, before, after } = example;
  return [
    ...besideText(example),
    `${style.bold(column)}  ${onOneLine(before)} ${style.dim('→')} ${style.green(onOneLine(after))}`,
  ];
}

function besideText({ beside }: Extract<Example, { type: 'cell' }>): readonly string[] {
  return Object.entries(beside).map(([name, text]) => `${name}  ${onOneLine(text)}`);
}

/** All codes by what they are about, a line each where the width allows it. */
export function codeListText(width: number, style: Style): string {
  const codes = codesByKind.flatMap(([, some]) => some);
  const name = Math.max(...codes.map((code) => code.length)) + 4;
  const beside = width - name >= 40;
  const line = (code: IssueCode): string => {
    const { what } = explanations[code];
    const [first = '', ...others] = wrap(what, beside ? width - name : width - 4);
    const space = ' '.repeat(beside ? name : 4);
    return beside
      ? [`  ${code.padEnd(name - 2)}${first}`, ...others.map((one) => space + one)].join('\n')
      : [`  ${code}`, ...[first, ...others].map((one) => space + one)].join('\n');
  };
  return codesByKind
    .map(([kind, some]) => `${style.bold(kind)}\n${some.map(line).join('\n')}\n`)
    .join('\n');
}
