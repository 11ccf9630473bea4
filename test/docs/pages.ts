import { format } from 'prettier';
import type { IssueCode } from '../../src/columns/issue.js';
import { exitCodeDetails } from '../../src/cli/exit-code-details.js';
import { effects, importSeverityOf } from '../../src/report/explain/effect.js';
import type { Example } from '../../src/report/explain/explanation.js';
import { codesByKind, explanations } from '../../src/report/explain/table.js';
import { onOneLine } from '../../src/report/one-line.js';
import type { CommandPage, ProgramPages, Term } from './command-model.js';

/** docs/issues.md */
export function issuesPage(): Promise<string> {
  const parts = codesByKind.map(
    ([kind, codes]) => `## ${kind}\n\n${codes.map(issueSection).join('\n')}`,
  );
  return markdown(`# Issue codes

What can be wrong with a file, by the codes that appear in JSON, CSV and GitHub reports. \`files-bulk-import explain CODE\` prints the same. A code keeps its meaning; new ones may be added.

${Object.entries(effects)
  .map(([severity, effect]) => `- **${severity}**: ${text(effect)}`)
  .join('\n')}

## All codes

${codesByKind.map(([kind, codes]) => `- ${kind}: ${codes.map((code) => `[${code}](#${code})`).join(', ')}`).join('\n')}

${parts.join('\n')}`);
}

function issueSection(code: IssueCode): string {
  const { what, why, cause, cure, example, fix } = explanations[code];
  return `### ${code}

**${importSeverityOf(code)}** · ${text(what)}.

${text(why)}

**Cause.** ${text(cause)}

**Cure.** ${text(cure)}${fix === true ? ' `files-bulk-import fix FILE` makes this correction.' : ''}

${example === undefined ? '' : exampleText(example)}
`;
}

function exampleText(example: Example): string {
  if (example.type === 'lines')
    return `\`\`\`csv\n${example.before}\n\`\`\`\n\nis written\n\n\`\`\`csv\n${example.after}\n\`\`\`\n`;
  const { column, before, after, beside } = example;
  const others = Object.entries(beside).map(([name, cell]) => `\`${name}\` ${code(cell)}`);
  const where = others.length === 0 ? '' : ` (beside ${others.join(', ')})`;
  return `\`${column}\`${where}: ${code(before)} → ${code(after)}\n`;
}

function code(cell: string): string {
  const shown = onOneLine(cell);
  return cell === '' ? shown : `\`${shown}\``;
}

/** docs/exit-codes.md */
export function exitCodesPage(): Promise<string> {
  const rows = exitCodeDetails.map(({ code: number, meaning }) => `| ${number} | ${meaning} |`);
  const parts = exitCodeDetails.map(
    ({ code: number, when, then }) => `## ${number}\n\n${text(when)}\n\n${text(then)}\n`,
  );
  return markdown(`# Exit codes

They are the same for every command, and a script may rely on them. \`files-bulk-import explain exit-codes\` prints this page.

| Code | |
|---|---|
${rows.join('\n')}

${parts.join('\n')}`);
}

/** docs/commands.md */
export function commandsPage({ summary, commands, shared }: ProgramPages): Promise<string> {
  const list = commands.map(
    ({ name, summary: what }) => `- [\`${name}\`](#${name}): ${text(what)}`,
  );
  const groups = [...shared].map(
    ([heading, terms]) => `## ${title(heading)}\n\n${termList(terms)}\n`,
  );
  return markdown(`# Commands

${summary} Every command has \`--help\`, which says the same as this page. What they print with \`--json\` is in [json.md](json.md), and how they end in [exit-codes.md](exit-codes.md).

${list.join('\n')}

${commands.map(commandSection).join('\n')}
${groups.join('\n')}`);
}

function commandSection(page: CommandPage): string {
  const { name, summary, usage, examples, arguments: args, flags, shared } = page;
  const links = shared.map((heading) => `[${title(heading)}](#${anchor(title(heading))})`);
  return `## ${name}

${capital(text(summary))}.

\`\`\`text
${usage}
\`\`\`

${termList([...args, ...flags])}

And: ${links.join(', ')}.

\`\`\`text
${examples.join('\n')}
\`\`\`
`;
}

function termList(terms: readonly Term[]): string {
  return terms.map(({ term, what }) => `- \`${term}\`: ${text(what)}`).join('\n');
}

export function title(heading: string): string {
  return heading.replace(/:$/, '');
}

function anchor(words: string): string {
  return words.toLowerCase().replaceAll(' ', '-');
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Plain text as Markdown, escaped except for `code`; words that look like code become code. */
function text(plain: string): string {
  return plain
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : escaped(part)))
    .join('');
}

function escaped(plain: string): string {
  return plain
    .replace(/(?<![\w-])(--[a-z][\w-]*|[a-z\d]+_[a-z\d_]+)/g, '`$1`')
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[\\*_<>[\]|#$]/g, '\\$&')))
    .join('');
}

async function markdown(source: string): Promise<string> {
  const note = '<!-- Made by `npm run docs`. -->';
  return format(`${note}\n\n${source}`, { parser: 'markdown', printWidth: 100 });
}
