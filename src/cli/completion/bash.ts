import { commandsIn, type CommandNode, type Values } from './tree.js';

/**
 * For bash 3.2 and later, without the package bash-completion. Where a file may stand nothing is
 * offered, and then bash completes a file by itself.
 */
export function bashCompletion(tree: CommandNode): string {
  const all = commandsIn(tree).map(({ node, path }) => ({
    ...node,
    path: path.map((name) => ` ${name}`).join(''),
  }));
  const flagsWithValue = all.flatMap(({ path, flags }) =>
    flags.flatMap(({ names, value }) =>
      value ? names.map((name) => ({ key: `${path} ${name}`, value })) : [],
    ),
  );
  const deeper = all.flatMap(({ path }) => (path === '' ? [] : [path]));
  const places = all.flatMap(({ path, commands, values }) => {
    const names = commands.map(({ name }) => name);
    const first: Values[] = names.length > 0 ? [{ type: 'choices', name: '', words: names }] : [];
    return [...first, ...values].map((value, place) => ({ key: `${path} ${place}`, value }));
  });
  return `# bash completion for ${tree.name}
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
${cases(deeper.map((path) => [path, 'command+=" $word"']))}
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
${cases(all.map(({ path, flags }) => [path, `words='${flags.flatMap(({ names }) => names).join(' ')}'`]))}
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
complete -o default -F _files_bulk_import ${tree.name}
`;
}

function offer(value: Values): string {
  return value.type === 'choices' ? `words='${value.words.join(' ')}'` : `offer=${value.type}`;
}

/** Branches of a \`case\`, those that do the same together. */
function cases(branches: readonly (readonly [key: string, action: string])[]): string {
  const keys = new Map<string, string[]>();
  for (const [key, action] of branches) keys.set(action, [...(keys.get(action) ?? []), `'${key}'`]);
  return [...keys].map(([action, some]) => `      ${some.join(' | ')}) ${action} ;;`).join('\n');
}
