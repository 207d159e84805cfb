import type { CommandWords } from './words.ts'

/** Completion for fish, to be sourced. */
export function fishCompletion(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, description, options, words }) => {
    const within = `complete -c utakata -n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c utakata -f -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
      ...(words.length > 0 ? [`${within} -a ${quoted(words.join(' '))}`] : []),
      ...options.map(({ flag, short, description: text, takesValue, takesFile, choices }) => {
        const offered = choices.length > 0 ? ` -a ${quoted(choices.join(' '))}` : ''
        const value = takesFile ? ' -r' : takesValue ? ` -x${offered}` : ''
        const letter = short === undefined ? '' : ` -s ${short.slice(1)}`
        return `${within} -l ${flag.replace(/^--/, '')}${letter}${value} -d ${quoted(text)}`
      }),
    ]
  })
  return `# Completion of utakata for fish: utakata completion fish | source\n${lines.join('\n')}\n`
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, (mark) => `\\${mark}`)}'`
}
