import type { Flag, ProgramNode, Values } from './tree.js';

/** For fish 3 and later. */
export function fishCompletion(program: ProgramNode): string {
  const names = program.commands.map(({ name }) => name).join(' ');
  const lines = [
    ...program.commands.map(({ name, summary }) => `-a ${name} -d ${quoted(summary)}`),
    ...program.flags.map(flagArguments),
  ].map((line) => `-n 'not __fish_seen_subcommand_from ${names}' ${line}`);
  const ofCommands = program.commands.flatMap(({ name, flags, values }) =>
    [...flags.map(flagArguments), ...values.map(valueArguments)].map(
      (line) => `-n '__fish_seen_subcommand_from ${name}' ${line}`,
    ),
  );
  const complete = `complete -c ${program.name}`;
  return [
    `# fish completion for ${program.name}`,
    // Files are offered only in place of a file.
    `${complete} -f`,
    ...[...lines, ...ofCommands].map((line) => `${complete} ${line}`),
    '',
  ].join('\n');
}

function flagArguments({ names, description, value }: Flag): string {
  const spelled = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  return [
    ...spelled,
    ...(value === null ? [] : [`-r ${valueArguments(value)}`]),
    `-d ${quoted(description)}`,
  ].join(' ');
}

function valueArguments(value: Values): string {
  switch (value.type) {
    case 'choices':
      return `-f -a ${quoted(value.words.join(' '))}`;
    case 'file':
      return '-F';
    case 'directory':
      return "-f -a '(__fish_complete_directories)'";
    case 'text':
      return '-f';
  }
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
