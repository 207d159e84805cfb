import type { CommandWords, OptionWords } from './words.ts'

/** Completion for zsh, to be sourced after compinit. */
export function zshCompletion(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const given = options.flatMap((option) =>
      [option.flag, ...(option.short === undefined ? [] : [option.short])].map(
        (flag) => `        ${quoted(argumentOf({ ...option, flag }))}`,
      ),
    )
    const own = words.length > 0 ? `'*: :{ compadd -- ${words.join(' ')}; _files }'` : `'*: :_files'`
    return `      ${name}) _arguments \\
${[...given, `        '--help[what it does]'`, `        ${own}`].join(' \\\n')} ;;`
  })
  return `# Completion of utakata for zsh: source <(utakata completion zsh)
_utakata() {
  local -a commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
  else
    local command="\${words[2]}"
    shift words; (( CURRENT-- ))
    case "$command" in
${cases.join('\n')}
    esac
  fi
}
compdef _utakata utakata
`
}

function argumentOf({ flag, description, takesValue, takesFile, choices }: OptionWords): string {
  const text = description.replaceAll(/[[\]:]/g, (mark) => `\\${mark}`)
  if (!takesValue) return `${flag}[${text}]`
  // With nothing after the last colon there is nothing to offer.
  const offered = takesFile ? '_files' : choices.length > 0 ? `(${choices.join(' ')})` : ''
  return `${flag}[${text}]: :${offered}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
