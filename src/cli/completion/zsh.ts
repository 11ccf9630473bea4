import type { CommandNode, Flag, ProgramNode, Values } from './tree.js';

/** For zsh: can be sourced, or found in $fpath as `_files-bulk-import`. */
export function zshCompletion({ name: program, flags, commands }: ProgramNode): string {
  const main = `_${program}`;
  const described = commands.map(({ name, summary }) => `        '${name}:${escaped(summary)}'`);
  const branches = commands.map(({ name }) => `        ${name}) ${main}-${name} ;;`);
  return `#compdef ${program}

${main}() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C \\
${specs([...flags.map(flagSpec), "'1:command:->command'", "'*::argument:->argument'"])}
  case $state in
    command)
      local -a commands=(
${described.join('\n')}
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

${commands.map((command) => functionOf(`${main}-${command.name}`, command)).join('\n')}
# Found in $fpath, this is the body of the function that is wanted; sourced, it only has to be known.
if [[ $funcstack[1] == ${main} ]]; then
  ${main} "$@"
else
  compdef ${main} ${program}
fi
`;
}

function functionOf(name: string, { flags, values }: CommandNode): string {
  const places = values.map((value, place) => `'${place + 1}:${message(value)}'`);
  return `${name}() {
  _arguments -S \\
${specs([...flags.map(flagSpec), ...places])}
}
`;
}

function specs(all: readonly string[]): string {
  return all.map((spec) => `    ${spec}`).join(' \\\n');
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
