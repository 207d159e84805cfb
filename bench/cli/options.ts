import { type Command, Option } from 'commander'

/** For an option that may be repeated. */
export function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value]
}

/** `--set`, of whatever takes a scenario. */
export const setting = () =>
  new Option('--set <path=value>', 'change the scenario, such as --set world.items.count=50; may be repeated')
    .argParser(collect)
    .default([], 'none')

/** `--strategy-file`, of whatever measures or predicts strategies. */
export const strategyFile = () =>
  new Option('--strategy-file <file>', 'a module with a strategy of your own, which joins ours; may be repeated')
    .argParser(collect)
    .default([], 'none')

/** What is measured on this machine, and what may be changed of it. */
export function measuring(command: Command): Command {
  return command
    .argument(
      '[scenario]',
      'demo, typical, wide, heavy, field, slack-bound, faulty, lab, article, or a YAML file',
      'demo',
    )
    .addOption(setting())
    .option('--strategies <names>', 'the strategies to measure, separated by commas')
    .option('--reference <name>', 'the variant that ratios are to')
    .option('--seed <number>', "the world's seed")
}

/** The language of a report. */
export const language = () => new Option('--lang <code>', 'language of the report').choices(['en', 'ja']).default('en')

/** Whether everything is printed. */
export const verbose = () => new Option('--verbose', 'print all tables and checks, not only the short report')

/** How much is printed beside the result. */
export function withOutputOptions(command: Command): Command {
  return command
    .addOption(new Option('--quiet', 'print the recommendation only, without progress').conflicts('verbose'))
    .addOption(verbose())
    .option('--log-runs', 'print every run as it ends, on standard error')
}

/** What opens the page of a report. */
export const opened = () => new Option('--open', 'open report.html when it is written; nothing opens by itself')

/** By what the strategy to use is selected, and which constraints it must meet. */
export function choosing(command: Command): Command {
  return command
    .option(
      '--for <objective>',
      'what to pick by: speed, cost, first-notification, or balanced=0.7, a weight of speed',
      'speed',
    )
    .option('--max-rss <size>', 'leave out what takes more memory in any run, such as 256MB')
    .option('--max-stall <duration>', 'leave out what holds up the event loop for longer, such as 200ms')
    .option('--max-in-flight <number>', 'leave out what has more fetches under way at a time')
    .option('--max-failures <number>', 'leave out what has more failures in any run')
}
