import type { Command, Option } from 'commander'
import { strategies } from '../../../strategies/index.ts'
import { OBJECTIVES } from '../../judge/selection-criteria.ts'
import { builtInScenarios } from '../../scenario/file.ts'

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
  /** Such as `-q`. */
  readonly short?: string
  readonly description: string
  readonly takesValue: boolean
  /** Whether its value is the name of a file or a folder. */
  readonly takesFile: boolean
  /** Values that it takes, where these are known. */
  readonly choices: readonly string[]
}

/** What may be named beside the only choices of an option: strategies of one's own are, and weights of another size. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  '--strategies': Object.keys(strategies),
  '--reference': Object.keys(strategies),
  '--optimize': OBJECTIVES,
}

/** Every command with what it takes, as the program itself defines it. */
export function wordsOf(program: Command): CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options.map(wordsOfOption),
    words: command.registeredArguments.flatMap((argument) =>
      argument.name() === 'scenario' ? builtInScenarios() : (argument.argChoices ?? []),
    ),
  }))
}

function wordsOfOption({ long, short, flags, description, required, optional, argChoices }: Option): OptionWords {
  return {
    flag: long!,
    ...(short && { short }),
    description,
    takesValue: required || optional,
    takesFile: /<(?:file|dir)>/.test(flags),
    choices: argChoices ?? USUAL[long!] ?? [],
  }
}
