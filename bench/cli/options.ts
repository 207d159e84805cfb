import { Argument, type Command, Option } from 'commander'

/** For an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value]
}

/** An option that may be repeated, whose value is a list of what was given. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description}; repeatable`).argParser(collect)
}

export const scenarioArgument = () =>
  new Argument(
    '[scenario]',
    'demo, typical, wide, heavy, field, slack-bound, faulty, lab, article, or a YAML file',
  ).default('demo')

export const setting = () =>
  repeatable('--set <key=value>', 'change a key of the scenario, such as world.items.count=50')

export const strategyFile = () => repeatable('--strategy-file <file>', 'add a strategy of your own from a module')

const variant = () => repeatable('--variant <name=command>', 'add a program in any language, such as go=./go-peer')

export const seed = () => new Option('--seed <number>', 'seed of the delays, the items and the order of runs')

export const margin = () =>
  new Option('--margin <percent>', 'smallest difference that matters, such as 5% (default: as in the scenario)')

export const language = () => new Option('--lang <code>', 'language of the report').choices(['en', 'ja']).default('en')

export const open = () => new Option('--open', 'open report.html in the browser when it is written')

/** Where the files of a run go. */
export const output = (files: string) =>
  new Option('-o, --output <dir>', `write ${files} to this folder (default: a new one in utakata-results)`)

/** How many warm-up iterations a process has. */
export const warmup = () =>
  new Option('-w, --warmup <n>', 'warm-up iterations of each process, 1 to 100 (default: as in the scenario)')

/** What is measured on this machine; `further` options change the scenario, too. */
export function measuring(command: Command, ...further: Option[]): Command {
  command.addArgument(scenarioArgument())
  for (const option of [setting(), ...further]) command.addOption(option)
  return command
    .option('--strategies <names>', 'strategies to compare, separated by commas')
    .addOption(variant())
    .option('--reference <name>', 'strategy or program to compare the others with')
    .option('--allow-net', 'let your own job connect to servers other than the mock; there are no verdicts then')
    .addOption(seed())
    .addOption(warmup())
}

/** Whether the whole report is printed. */
export const verbose = () => new Option('-v, --verbose', 'print all tables and checks')

/** The forms in which a report is given, and what is printed beside it. */
export function reporting(command: Command): Command {
  return command
    .addOption(language())
    .addOption(open())
    .option('--json', 'print the report as JSON')
    .addOption(new Option('-q, --quiet', 'print the recommendation only').conflicts('verbose'))
    .addOption(verbose())
    .option('--log-runs', 'print every run as it ends')
}

/** By what the strategy to use is selected, and which constraints it must meet. */
export function selecting(command: Command, defaultText = 'speed'): Command {
  return command
    .optionsGroup('SELECTION')
    .option('--optimize <objective>', `speed, cost, first-notification or balanced (default: ${defaultText})`)
    .option(
      '--speed-weight <weight>',
      'for balanced: 1 counts speed only, 0 cost only (default: 0.5); the weight of aws-lambda-power-tuning runs the other way',
    )
    .option('--max-rss <size>', 'exclude a strategy that uses more memory in any run, such as 256MB')
    .option('--max-event-loop-delay <duration>', 'exclude one that blocks the event loop for longer, such as 200ms')
    .option('--max-in-flight <number>', 'exclude one with more fetches in flight at a time')
    .option('--max-failures <number>', 'exclude one with more failures in any run')
}
