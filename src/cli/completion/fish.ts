import { commandsIn, type CommandNode, type Flag, type Values } from './tree.js';

/** For fish 3 and later. */
export function fishCompletion(tree: CommandNode): string {
  const lines = commandsIn(tree).flatMap(({ node, path }) => {
    const here = condition(node, path);
    return [
      ...node.commands.map(({ name, summary }) => `-n ${here} -a ${name} -d ${quoted(summary)}`),
      ...node.flags.map((flag) => `-n ${here} ${flagArguments(flag)}`),
      ...node.values.map((value) => `-n ${here} ${valueArguments(value)}`),
    ];
  });
  const complete = `complete -c ${tree.name}`;
  return [
    `# fish completion for ${tree.name}`,
    // Files are offered where one may stand, and nowhere else.
    `${complete} -f`,
    ...lines.map((line) => `${complete} ${line}`),
    '',
  ].join('\n');
}

/** When the command line is at this command, and at none below it. */
function condition({ commands }: CommandNode, path: readonly string[]): string {
  const below = commands.map(({ name }) => name).join(' ');
  return quoted(
    [
      ...path.map((name) => `__fish_seen_subcommand_from ${name}`),
      ...(below === '' ? [] : [`not __fish_seen_subcommand_from ${below}`]),
    ].join('; and '),
  );
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
