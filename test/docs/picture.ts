import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shell } from '../cli/command.js';

const header =
  'username,authentication_method,full_name,email,group_ids,time_zone,folder_permissions\n';
const files = {
  'users.csv': `${header}ada.king,email_signup,Ada King,ada@example.com,Sales,Asia/Kolkata,Sales=readwrite
bjorn.dahl,okta,Björn,bjorn@example.com,"Sales,Support",London,Home/bjorn.dahl=full
chloe.roux,okta,Chloé Roux,"chloe@example.com, c@example.com",Finance,Paris,Sales=readonly;Finance=list
`,
  'corrected.csv': `${header}ada.king,email_signup,Ada King,ada@example.com,Sales,Kolkata,Sales=readwrite
bjorn.dahl,okta,Björn Dahl,bjorn@example.com,"Sales,Support",London,Home/bjorn.dahl=full
chloe.roux,okta,Chloé Roux,chloe@example.com,Finance,Paris,Sales=readonly|Finance=list
`,
};

const calls = ['validate users.csv', 'plan corrected.csv --sandbox'];

/** The output of two commands on a terminal of 80 columns, as an SVG for the README. */
export async function terminalPicture(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'files-bulk-import-picture-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    const lines: string[] = [];
    for (const call of calls) {
      const line = `cd ${directory} && script -qec "stty cols 80; $tool ${call} 2>/dev/null" /dev/null`;
      const { stdout } = await shell(line, { TERM: 'xterm-256color' });
      const shown = stdout.replaceAll('\r', '').trimEnd().split('\n');
      lines.push(`\u001b[32m$\u001b[39m files-bulk-import ${call}`, ...shown, '');
    }
    return svg(lines.slice(0, -1));
  } finally {
    await rm(directory, { recursive: true });
  }
}

const lineHeight = 19;
const width = 730;
const colours: Readonly<Record<string, string>> = {
  '31': 'fill="#ff7b72"',
  '32': 'fill="#7ee787"',
  '33': 'fill="#e3b341"',
  '1': 'font-weight="bold"',
  '2': 'opacity="0.6"',
};

function svg(lines: readonly string[]): string {
  const height = lines.length * lineHeight + 32;
  const texts = lines.map(
    (line, index) =>
      `  <text x="16" y="${index * lineHeight + 28}" xml:space="preserve">${spans(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A file is checked, and an import planned">
  <rect width="100%" height="100%" rx="8" fill="#161b22"/>
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
${texts.join('\n')}
  </g>
</svg>
`;
}

/** A line with its escape sequences for colours turned into SVG. */
function spans(line: string): string {
  let attributes = '';
  const parts = line.split(/\u001b\[([\d;]*)m/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) attributes = colours[part] ?? '';
      else if (part !== '')
        return attributes === '' ? escaped(part) : `<tspan ${attributes}>${escaped(part)}</tspan>`;
      return '';
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
