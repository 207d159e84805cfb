import type { Command } from 'commander'
import { builtInScenarios } from '../scenario-file.ts'

/** What may follow on a command line. */
export interface CommandWords {
  readonly name: string
  readonly description: string
  readonly options: readonly OptionWords[]
  /** Words that may stand for its arguments, beside names of files. */
  readonly words: readonly string[]
}

export interface OptionWords {
  /** Such as `--quick`. */
  readonly flag: string
  readonly description: string
  readonly takesValue: boolean
  /** The only values that it takes, where these are known. */
  readonly choices: readonly string[]
}

/** Every command with what it takes, as the program itself defines it. */
export function wordsOf(program: Command): CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options.map(({ long, description, required, optional, argChoices = [] }) => ({
      flag: long!,
      description,
      takesValue: required || optional,
      choices: argChoices,
    })),
    words: command.registeredArguments.flatMap((argument) =>
      argument.name() === 'scenario' ? builtInScenarios() : (argument.argChoices ?? []),
    ),
  }))
}
