import type { AddHelpTextContext, Command, Help } from 'commander'
import { exitStatusOf } from './exit-code.ts'

export const ABOUT = 'Which way of running a fan-out job should you use, and is the difference real?'

/** After a mistake in a command line. */
export const MORE_HELP = '(see utakata --help and utakata <command> --help)'

/** Nobody likes to read longer lines. */
const MAX_WIDTH = 100

/** Help as a page of a manual has it: what a command is called, how it is written and what it takes. */
export function manPage(command: Command, help: Help): string {
  const width = Math.min(MAX_WIDTH, help.helpWidth ?? 80)
  const indented = (text: string, indent: number) =>
    help.boxWrap(text, width - indent).replaceAll(/^/gm, ' '.repeat(indent))
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : [title, ...lines, ''])
  const definitions = (items: readonly (readonly [term: string, text: string])[]) =>
    items.map(([term, text]) => `    ${term}\n${indented(text, 8)}`)
  const path = command.parent ? `${command.parent.name()} ${command.name()}` : command.name()
  const optionGroups = help.groupItems(
    [...command.options],
    help.visibleOptions(command),
    ({ helpGroupHeading }) => helpGroupHeading ?? 'OPTIONS',
  )
  return [
    ...section('NAME', [indented(`${path} - ${command.description()}`, 4)]),
    ...section('SYNOPSIS', [`    ${help.commandUsage(command)}`]),
    ...(command.parent ? [] : commandLines(command, help, width)),
    ...section(
      'ARGUMENTS',
      definitions(
        help.visibleArguments(command).map((one) => [help.argumentTerm(one), unquoted(help.argumentDescription(one))]),
      ),
    ),
    ...[...optionGroups].flatMap(([title, options]) =>
      section(title, definitions(options.map((one) => [help.optionTerm(one), unquoted(help.optionDescription(one))]))),
    ),
  ].join('\n')
}

/** Commander writes choices and defaults as JSON. */
function unquoted(description: string): string {
  return description.replace(/ \((?:choices|default): .*\)$/s, (values) => values.replaceAll('"', ''))
}

/** The commands in their groups, a name and what it does side by side. */
function commandLines(program: Command, help: Help, width: number): string[] {
  const groups = help.groupItems([...program.commands], help.visibleCommands(program), (one) => one.helpGroup())
  const nameWidth = Math.max(...program.commands.map((one) => one.name().length))
  const indent = 4 + nameWidth + 2
  // Without a group: commander's own, help.
  groups.delete('')
  return [...groups].flatMap(([title, commands]) => [
    title,
    ...commands.map((one) => {
      const text = help
        .boxWrap(help.subcommandDescription(one), width - indent)
        .replaceAll('\n', `\n${' '.repeat(indent)}`)
      return `    ${one.name().padEnd(nameWidth)}  ${text}`
    }),
    '',
  ])
}

/** What follows on such a page: notes, examples, and how the command can end. */
export function manual(examples: readonly string[], notes?: string): (context: AddHelpTextContext) => string {
  return ({ command }) => {
    const help = command.createHelp()
    const width = Math.min(MAX_WIDTH, command.configureOutput().getOutHelpWidth?.() || 80)
    const indented = (text: string) => help.boxWrap(text, width - 4).replaceAll(/^/gm, '    ')
    return [
      '',
      ...(notes === undefined ? [] : ['NOTES', indented(notes), '']),
      'EXAMPLES',
      ...examples.map((example) => `    ${example}`),
      '',
      'EXIT STATUS',
      ...exitStatusOf(command.parent ? command.name() : undefined).map(
        ([code, meaning]) => `    ${String(code).padEnd(3)}  ${meaning}`,
      ),
    ].join('\n')
  }
}
