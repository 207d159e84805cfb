import { inspect } from 'node:util'
import { Command, CommanderError } from 'commander'
import { hideAddresses } from '../strategies/failure.ts'
import { defineAwsCommands } from './cli/aws.ts'
import { defineCalendarCommands } from './cli/calendars.ts'
import { EXIT } from './cli/exit-code.ts'
import type { Io } from './cli/io.ts'
import { ABOUT, manPage, manual, MORE_HELP } from './cli/man-page.ts'
import { defineMeasureCommands } from './cli/measure.ts'
import { defineResultsCommands } from './cli/results.ts'
import { isWithoutPackages, needsPackages, requirePackages } from './cli/optional-packages.ts'
import type { Run } from './cli/run.ts'
import { defineSetupCommands } from './cli/setup.ts'
import { endingTexts } from './report/messages/commands.ts'
import { didYouMean } from './report/messages/problems/did-you-mean.ts'
import { readManifest } from './io/installation.ts'
import { CodedError, UserError } from './io/user-error.ts'

/** Each is loaded when it is called: all of them take longer than most take to answer. */
const COMMANDS: Readonly<Record<string, () => Promise<(...given: never[]) => number | Promise<number>>>> = {
  ab: async () => (await import('./commands/functions/ab.ts')).abCommand,
  apply: async () => (await import('./commands/functions/apply.ts')).applyCommand,
  bench: async () => (await import('./commands/bench.ts')).benchCommand,
  calibrate: async () => (await import('./commands/calibrate.ts')).calibrateCommand,
  cdk: async () => (await import('./commands/functions/cdk.ts')).cdkCommand,
  compare: async () => (await import('./commands/report/compare.ts')).compareCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  due: async () => (await import('./commands/job/due.ts')).dueCommand,
  estimate: async () => (await import('./commands/estimate.ts')).estimateCommand,
  export: async () => (await import('./commands/report/export.ts')).exportCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  lab: async () => (await import('./commands/functions/lab.ts')).labCommand,
  learn: async () => (await import('./commands/learn.ts')).learnCommand,
  load: async () => (await import('./commands/load/load.ts')).loadCommand,
  logs: async () => (await import('./commands/functions/logs.ts')).logsCommand,
  mock: async () => (await import('./commands/mock.ts')).mockCommand,
  notify: async () => (await import('./commands/job/notify.ts')).notifyCommand,
  predict: async () => (await import('./commands/predict.ts')).predictCommand,
  record: async () => (await import('./commands/job/record.ts')).recordCommand,
  report: async () => (await import('./commands/report/report.ts')).reportCommand,
  xray: async () => (await import('./commands/functions/xray-or-spans.ts')).xrayOrSpansCommand,
}

/** Runs a command line, without the names of Node and the script, and explains what goes wrong. Gives the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let exitCode: number = EXIT.done
  const run: Run =
    (name) =>
    async (...given) => {
      if (needsPackages(name) && !isWithoutPackages(name, given)) requirePackages(name)
      const command = await COMMANDS[name]!()
      // The last that commander gives is the command itself.
      exitCode = await command(...(given.slice(0, -1) as never[]), io as never)
    }
  const program = programOf(run, io)
  try {
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync(knownOrAlone(program, args), { from: 'user' })
    return exitCode
  } catch (error) {
    return await explain(error, io)
  }
}

function programOf(run: Run, { stdout, stderr }: Io): Command {
  const program = new Command('utakata')
    .description(ABOUT)
    .version(readManifest().version)
    .addHelpText('after', manual(['utakata bench demo --quick', 'utakata bench --help']))
    .configureHelp({ formatHelp: manPage })
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => (stdout.isTTY ? stdout.columns : 80),
      getErrHelpWidth: () => (stderr.isTTY ? stderr.columns : 80),
      outputError: (text, write) => write(`utakata: ${explainMistake(text)}`),
    })
    .showHelpAfterError(MORE_HELP)
  defineMeasureCommands(program, run)
  defineResultsCommands(program, run)
  defineAwsCommands(program, run)
  defineCalendarCommands(program, run)
  defineSetupCommands(program, run, stdout)
  return program
}

/** An unknown command without its options: with `--help` among them commander would print the help of utakata and end with 0. */
function knownOrAlone(program: Command, args: readonly string[]): readonly string[] {
  const named = args[0] === 'help' ? args.slice(1) : args
  const [name = '--help'] = named
  const isKnown = name.startsWith('-') || name === 'help' || program.commands.some((one) => one.name() === name)
  return isKnown ? args : [name]
}

/** What was mistyped may be an address, and addresses are secrets. */
function explainMistake(text: string): string {
  const shown = hideAddresses(text.replace(/^error: /, '').trimEnd())
    .replace(/ cannot be used with option .*/, (whole) => endingTexts.excluded(whole))
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean $1?')
  const [, given, choices] = /argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s.exec(shown) ?? []
  const meant = given === undefined ? '' : didYouMean(given, choices!.split(', '))
  return `${meant === '' ? shown : shown.replace(/\.$/, '')}${meant}\n`
}

/** Prints why a command ended, and gives its exit code. */
export async function explain(error: unknown, { stderr }: Pick<Io, 'stderr'>): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof UserError) {
    const { problemText } = await import('./report/messages/problems.ts')
    const { print } = await import('./cli/print.ts')
    print(`utakata: ${hideAddresses(problemText(error.problem))}`, stderr)
    return EXIT.usage
  }
  if (isNoRoom(error)) {
    stderr.write(`${endingTexts.noRoom(hideAddresses(error.message))}\n`)
    return EXIT.cannotJudge
  }
  stderr.write(`${[endingTexts.internal, ...(await textOf(error)), hideAddresses(inspect(error))].join('\n')}\n`)
  return EXIT.internal
}

/** The sentence of an error that carries a code, such as of a process that ended. */
async function textOf(error: unknown): Promise<string[]> {
  if (!(error instanceof CodedError)) return []
  const { problemText } = await import('./report/messages/problems.ts')
  return [hideAddresses(problemText(error.problem))]
}

/** A full disk, a used-up quota, or a limit on the size of files. */
function isNoRoom(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))
}
