import type { ProgramNode, Values } from './tree.js';

/**
 * For bash 3.2 and later, without the package bash-completion. Nothing is offered in place of a file, so
 * that bash completes file names by itself.
 */
export function bashCompletion(program: ProgramNode): string {
  // A blank command stands for the time before one is typed.
  const all = [{ ...program, name: '' }, ...program.commands];
  const flagsWithValue = all.flatMap(({ name, flags }) =>
    flags.flatMap(({ names, value }) =>
      value ? names.map((flag) => ({ key: `${name} ${flag}`, value })) : [],
    ),
  );
  const places = all.flatMap(({ name, values }) =>
    values.map((value, place) => ({ key: `${name} ${place}`, value })),
  );
  return `# bash completion for ${program.name}
_files_bulk_import() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command='' flag='' place=0 word i IFS=$' \\t\\n'
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # readline hands --flag=value over as three words
    [[ $word == = ]] && continue
    if [[ -n $flag ]]; then
      flag=''
      continue
    fi
    case "$command $word" in
${cases(program.commands.map(({ name }) => [` ${name}`, 'command=$word']))}
${cases(flagsWithValue.map(({ key }) => [key, 'flag=$word']))}
      *' '-?*) ;;
      *) place=$((place + 1)) ;;
    esac
  done
  [[ $cur == = ]] && cur=''
  local offer='' words=''
  if [[ -n $flag ]]; then
    case "$command $flag" in
${cases(flagsWithValue.map(({ key, value }) => [key, offer(value)]))}
    esac
  elif [[ $cur == -?* ]]; then
    case "$command" in
${cases(all.map(({ name, flags }) => [name, `words='${flags.flatMap(({ names }) => names).join(' ')}'`]))}
    esac
  else
    case "$command $place" in
${cases(places.map(({ key, value }) => [key, offer(value)]))}
    esac
  fi
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
  case $offer in
    file) ;;
    directory) compopt +o default -o dirnames 2>/dev/null ;;
    *) compopt +o default 2>/dev/null ;;
  esac
  return 0
}
complete -o default -F _files_bulk_import ${program.name}
`;
}

function offer(value: Values): string {
  return value.type === 'choices' ? `words='${value.words.join(' ')}'` : `offer=${value.type}`;
}

/** Branches of a \`case\`; words with the same action share one. */
function cases(branches: readonly (readonly [key: string, action: string])[]): string {
  const keys = new Map<string, string[]>();
  for (const [key, action] of branches) keys.set(action, [...(keys.get(action) ?? []), `'${key}'`]);
  return [...keys].map(([action, some]) => `      ${some.join(' | ')}) ${action} ;;`).join('\n');
}
