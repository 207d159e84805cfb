import type { CommandWords } from './words.ts'

/** Completion for bash, to be sourced. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const values = options.flatMap(({ flag, choices }) =>
      choices.length > 0
        ? [`        ${flag}) COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); return ;;`]
        : [],
    )
    const free = options.flatMap(({ flag, takesValue, choices }) => (takesValue && choices.length === 0 ? [flag] : []))
    const files = free.length > 0 ? [`        ${free.join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;`] : []
    const own = [...options.map(({ flag }) => flag), '--help']
    return `    ${name})
      case "$before" in
${[...values, ...files].join('\n')}
      esac
      if [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W '${own.join(' ')}' -- "$word"))
      else COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word") $(compgen -f -- "$word")); fi ;;`
  })
  return `# Completion of utakata for bash: source <(utakata completion bash)
_utakata() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
}
complete -o filenames -F _utakata utakata
`
}
