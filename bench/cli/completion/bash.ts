import type { CommandWords, OptionWords } from './words.ts'

/** Completion for bash, to be sourced. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const values = options.flatMap(({ flag, choices }) =>
      choices.length > 0
        ? [`        ${flag}) COMPREPLY=($(compgen -W $'${choices.join('\\n')}' -- "$word")); return ;;`]
        : [],
    )
    const ofFiles = options.filter(({ takesFile }) => takesFile).flatMap(namesOf)
    const files =
      ofFiles.length > 0 ? [`        ${ofFiles.join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;`] : []
    // Of numbers and names nobody knows which there are.
    const others = options.filter(
      ({ takesValue, takesFile, choices }) => takesValue && !takesFile && choices.length === 0,
    )
    const unknown = others.length > 0 ? [`        ${others.flatMap(namesOf).join('|')}) return ;;`] : []
    const own = [...options.map(({ flag }) => flag), '--help']
    return `    ${name})
      case "$before" in
${[...values, ...files, ...unknown].join('\n')}
      esac
      if [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W $'${own.join('\\n')}' -- "$word"))
      else COMPREPLY=($(compgen -W $'${words.join('\\n')}' -- "$word") $(compgen -f -- "$word")); fi ;;`
  })
  return `# Completion of utakata for bash: source <(utakata completion bash)
_utakata() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  # A name of a file may have a space in it.
  local IFS=$'\\n'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W $'${[...commands.map(({ name }) => name), '--help', '--version'].join('\\n')}' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
}
complete -o filenames -F _utakata utakata
`
}

/** How an option may be written before its value. */
function namesOf({ flag, short }: OptionWords): string[] {
  return [flag, ...(short === undefined ? [] : [short])]
}
