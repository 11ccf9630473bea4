import { commandsIn, type CommandNode, type Flag, type Values } from './tree.js';

/** For zsh: to be sourced, or to be found in $fpath as `_files-bulk-import`. */
export function zshCompletion(tree: CommandNode): string {
  const functions = commandsIn(tree).map(({ node, path }) =>
    functionOf(node, [tree.name, ...path]),
  );
  const main = functionName([tree.name]);
  return `#compdef ${tree.name}

${functions.join('\n')}
# Found in $fpath, this is the body of the function that is wanted; sourced, it only has to be known.
if [[ $funcstack[1] == ${main} ]]; then
  ${main} "$@"
else
  compdef ${main} ${tree.name}
fi
`;
}

function functionName(path: readonly string[]): string {
  return `_${path.join('-')}`;
}

function functionOf(node: CommandNode, path: readonly string[]): string {
  const flags = node.flags.map((flag) => `    ${flagSpec(flag)}`);
  const values = node.values.map((value, place) => `    '${place + 1}:${message(value)}'`);
  if (node.commands.length === 0)
    return `${functionName(path)}() {
  _arguments -S \\
${[...flags, ...values].join(' \\\n')}
}
`;
  const commands = node.commands.map(
    ({ name, summary }) => `        '${name}:${escaped(summary)}'`,
  );
  const branches = node.commands.map(
    ({ name }) => `        ${name}) ${functionName([...path, name])} ;;`,
  );
  return `${functionName(path)}() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C \\
${[...flags, `    '1:command:->command'`, `    '*::argument:->argument'`].join(' \\\n')}
  case $state in
    command)
      local -a commands=(
${commands.join('\n')}
      )
      _describe command commands
      ;;
    argument)
      case $words[1] in
${branches.join('\n')}
      esac
      ;;
  esac
}
`;
}

/** `'(-o --output)'{-o+,--output=}'[write to a new file]:path:_files'`. */
function flagSpec({ names, description, value }: Flag): string {
  const spelled = names.map((name) =>
    value === null ? name : `${name}${name.startsWith('--') ? '=' : '+'}`,
  );
  const what = `'[${escaped(description)}]${value === null ? '' : `:${message(value)}`}'`;
  const [only = '', ...others] = spelled;
  return others.length === 0
    ? `${only}${what}`
    : `'(${names.join(' ')})'{${spelled.join(',')}}${what}`;
}

/** What a value is called, and how it is completed. */
function message(value: Values): string {
  switch (value.type) {
    case 'choices':
      return `${value.name}:(${value.words.join(' ')})`;
    case 'file':
      return `${value.name}:_files`;
    case 'directory':
      return `${value.name}:_files -/`;
    case 'text':
      return `${value.name}: `;
  }
}

/** For a text between single quotes, in brackets or after a colon. */
function escaped(text: string): string {
  return text.replace(/[\\[\]:$`]/g, '\\$&').replaceAll("'", "'\\''");
}
