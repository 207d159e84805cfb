import type { AddHelpTextContext, Command, Help } from 'commander'

export const ABOUT = 'Which way of running a fan-out job should you use, and is the difference real?'

/** After a mistake in a command line. */
export const MORE_HELP = '(utakata --help and utakata <command> --help say more)'

/** Help as a page of a manual has it: what a command is called, how it is written, what it takes, examples and how it ends. */
export function manPage(command: Command, help: Help): string {
  const width = Math.min(100, help.helpWidth ?? 80)
  const definitions = (items: readonly (readonly [term: string, text: string])[]) =>
    items.map(([term, text]) => `    ${term}\n${help.boxWrap(text, width - 8).replaceAll(/^/gm, '        ')}`)
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : [title, ...lines, ''])
  const isRoot = !command.parent
  const path = command.parent ? `${command.parent.name()} ${command.name()}` : command.name()
  return [
    ...section('NAME', [help.boxWrap(`${path} - ${command.description()}`, width - 4).replaceAll(/^/gm, '    ')]),
    ...section('SYNOPSIS', [`    ${help.commandUsage(command)}`]),
    ...section(
      'ARGUMENTS',
      definitions(help.visibleArguments(command).map((one) => [help.argumentTerm(one), help.argumentDescription(one)])),
    ),
    ...section(
      'OPTIONS',
      definitions(help.visibleOptions(command).map((one) => [help.optionTerm(one), help.optionDescription(one)])),
    ),
    ...(isRoot
      ? section(
          'COMMANDS',
          definitions(help.visibleCommands(command).map((one) => [one.name(), help.subcommandDescription(one)])),
        )
      : []),
  ].join('\n')
}

/** What follows on such a page: what is to be known beside, and how it is used. */
export function manual(examples: readonly string[], notes?: string): (context: AddHelpTextContext) => string {
  return ({ command }) => {
    const help = command.createHelp()
    const width = Math.min(100, command.configureOutput().getOutHelpWidth?.() || 80)
    const notesSection =
      notes === undefined ? [] : ['NOTES', help.boxWrap(notes, width - 4).replaceAll(/^/gm, '    '), '']
    return ['', ...notesSection, 'EXAMPLES', ...examples.map((example) => `    ${example}`)].join('\n')
  }
}
