import { readFileSync } from 'node:fs'
import { Command, CommanderError, Option } from 'commander'
import { hideAddresses } from '../strategies/failure.ts'
import { strategies } from '../strategies/index.ts'
import { EXIT } from './exit-code.ts'
import { UsageError } from './usage-error.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

const EXIT_CODES = `
Exit codes: 0 done, 1 usage, 2 wrong output, 3 threshold failed,
4 the job had failures, 5 cannot judge, 70 internal, 130 interrupted.`

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value]
}

const setting = () =>
  new Option('--set <path=value>', 'change the scenario, such as --set world.feeds.count=50; may be repeated')
    .argParser(collect)
    .default([], 'none')

const program = new Command('utakata')
  .description('Which way of running a fan-out job should you ship, and is the difference real?')
  .version(version)
  .addHelpText('after', EXIT_CODES)
  .exitOverride()
  // What was mistyped may be an address, and addresses are secrets.
  .configureOutput({ outputError: (text, write) => write(`utakata: ${hideAddresses(text.replace(/^error: /, ''))}`) })
  .showHelpAfterError('(utakata --help and utakata <command> --help tell more)')

program
  .command('bench')
  .description('race the strategies against the mock world and judge them')
  .argument('[scenario]', 'demo, typical, wide, heavy, field, slack-bound, faulty, lab, or a YAML file', 'demo')
  .addOption(setting())
  .option('--strategies <names>', 'the arms, separated by commas')
  .option('--reference <name>', 'the arm that ratios are to')
  .option('--seed <number>', "the world's seed")
  .option('--quick', 'one look at 6 forks instead of up to three at 6, 12 and 24')
  .option('--budget <duration>', 'end at the first look after this long, such as 60s')
  .option('--out <folder>', 'where trials.jsonl, report.md and report.json go')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  utakata bench demo --quick\n  utakata bench typical --strategies sequential,pipelined --budget 3m\n  utakata bench wide --set world.feeds.count=300 --json',
  )
  .action(async (scenario: string, options: object) => {
    const { benchCommand } = await import('./commands/bench.ts')
    process.exitCode = await benchCommand(scenario, options)
  })

program
  .command('run')
  .description('do the whole job once, on your calendars and your Slack webhook')
  .argument('[feeds...]', 'addresses of calendars, each optionally as name=address')
  .option('--feeds <file>', 'a file with one address a line, optionally as name = address')
  .option('--within <duration>', 'how soon is soon', '30m')
  .option('--slack <address>', 'the webhook; on a shared machine others can see it in ps, so prefer SLACK_WEBHOOK_URL')
  .addOption(
    new Option('--strategy <name>', 'the order of the work').choices(Object.keys(strategies)).default('pipelined'),
  )
  .option('--concurrency <number>', 'most fetches in flight')
  .option('--threads <number>', 'threads, for the strategies that have them')
  .option('--zone <name>', 'time zone of floating times and all-day dates', 'UTC')
  .option('--now <instant>', 'take this instant for now, such as 2026-01-15T09:00:00Z; UTC where it names no offset')
  .option('--deadline <duration>', 'give up what is not done by then', '15m')
  .option('--once <file>', 'remember in this file what was sent, and send nothing twice, however often it comes up')
  .option('--dry-run', 'send nothing, show what would be sent')
  .option('--json', 'print the outcomes as JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  utakata run --feeds feeds.txt --within 30m --dry-run\n  SLACK_WEBHOOK_URL=... utakata run --feeds feeds.txt --concurrency 50',
  )
  .action(async (feeds: string[], options: object) => {
    const { runCommand } = await import('./commands/run.ts')
    process.exitCode = await runCommand(feeds, options)
  })

program
  .command('check')
  .description('show what is due in calendar files')
  .argument('<files...>', 'calendar files; - for standard input')
  .option('--now <instant>', 'take this instant for now, such as 2026-01-15T09:00:00Z; UTC where it names no offset')
  .option('--within <duration>', 'how soon is soon', '30m')
  .option('--zone <name>', 'time zone of floating times and all-day dates', 'UTC')
  .addOption(
    new Option(
      '--explain <event>',
      'why an event is due or not: its UID, part of its title, or "line 12", a line of it',
    ).conflicts('json'),
  )
  .option('--json', 'print occurrences and problems as JSON')
  .addHelpText(
    'after',
    '\nWhat starts from --now on and before --within is over is due. All times are told in UTC.\n\nExamples:\n  utakata check team.ics --now 2026-01-15T09:00:00Z --within 8h\n  utakata check team.ics --explain "stand-up"\n  curl -s https://example.com/team.ics | utakata check - --within 1d',
  )
  .action(async (files: string[], options: object) => {
    const { checkCommand } = await import('./commands/check.ts')
    process.exitCode = await checkCommand(files, options)
  })

program
  .command('mock')
  .description('serve a mock world of feeds and Slack until stopped')
  .argument('[scenario]', 'a scenario, for its world', 'demo')
  .addOption(setting())
  .option('--port <number>', 'the port; a free one by default')
  .option('--https', 'over HTTPS, with a throw-away certificate authority')
  .option(
    '--ca-file <file>',
    'where to write the certificate authority, for NODE_EXTRA_CA_CERTS',
    'utakata-mock-ca.pem',
  )
  .addHelpText('after', '\nExample:\n  utakata mock typical --port 8080')
  .action(async (scenario: string, options: object) => {
    const { mockCommand } = await import('./commands/mock.ts')
    process.exitCode = await mockCommand(scenario, options)
  })

program
  .command('report')
  .description('rebuild the report of a run from its trials.jsonl alone')
  .argument('<folder>', 'the folder of the run')
  .addOption(new Option('--json', 'print the report as JSON').conflicts('markdown'))
  .option('--markdown', 'print the report as Markdown')
  .addHelpText('after', '\nExample:\n  utakata report utakata-results/demo')
  .action(async (folder: string, options: object) => {
    const { reportCommand } = await import('./commands/report.ts')
    process.exitCode = reportCommand(folder, options)
  })

program
  .command('ab')
  .description('compare deployed functions on AWS, interleaved, cold and warm, and put back whatever that changes')
  .option('--outputs <file>', 'the outputs of npm run deploy (default: "cdk-outputs.json")')
  .option('--stack <name>', 'the stack, where the file has several')
  .option('--functions <names>', 'functions of your own instead, separated by commas')
  .option('--strategies <names>', 'only these, separated by commas')
  .option('--reference <name>', 'the arm that ratios are to (default: sequential, else the first)')
  .option('--memory <MB>', 'sizes, separated by commas; one that is not deployed is set for the while')
  .option('--environments <number>', 'new containers of each arm; 12 at least for a verdict', '12')
  .option('--warm <number>', 'warm invocations of each container, after its cold one', '2')
  .option('--concurrency <number>', 'invocations of an arm at a time', '1')
  .option('--pause <duration>', 'between rounds of new containers')
  .option('--mock <origin>', 'a mock world that the functions can reach (default: MockOrigin of the outputs)')
  .option('--mock-ca <file>', 'the certificate authority of that mock world, as PEM')
  .addOption(
    new Option('--payload <file>', 'an event instead, as JSON; may be repeated, as FILE=WEIGHT')
      .argParser(collect)
      .default([], 'none'),
  )
  .option('--seed <number>', 'of orders and delays', '1')
  .option('--margin <share>', 'ratios closer to 1 than this do not matter', '0.05')
  .option(
    '--allowed-errors <number>',
    'failed invocations, beyond which it is given up; an arm with one is unreliable all the same',
    '5',
  )
  .option('--pre <command>', 'for the shell, before; ends it where that fails')
  .option('--post <command>', 'for the shell, after, in any case')
  .option('--dry-run', 'only say what it would do, take and cost')
  .option('--expect <duration>', 'how long an invocation is thought to take, for that', '1s')
  .option('--max-usd <amount>', 'do nothing that may cost more by --expect, and stop once more was billed')
  .option('--no-traces', 'do not ask X-Ray, and judge without the check against traces')
  .option('--patience <duration>', 'how long late traces are waited for', '2m')
  .option('--restore', 'put back what a run that was killed has left changed, and do nothing else')
  .option('--out <folder>', 'where trials.jsonl, traces.jsonl, report.md and report.json go')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  utakata ab --dry-run\n  utakata ab --strategies sequential,pipelined --memory 512,1769 --max-usd 1\n  utakata ab --functions old-api,new-api --payload small.json=9 --payload large.json=1',
  )
  .action(async (options: object) => {
    const { abCommand } = await import('./commands/ab.ts')
    process.exitCode = await abCommand(options)
  })

program
  .command('xray')
  .description('what X-Ray tells of a comparison, or of any Lambda functions')
  .argument('[folder]', 'of utakata ab or utakata lab: its traces are asked for, and its report made again')
  .option('--run <name>', 'the traces of a run, as utakata ab names it')
  .addOption(new Option('--trace <id>', 'one trace; may be repeated').argParser(collect).default([], 'none'))
  .option('--filter <expression>', "the traces that X-Ray's filter finds, in a span of time")
  .option('--last <duration>', 'a span of time that ends now')
  .option('--from <instant>', 'a span of time, in UTC where no offset is named')
  .option('--until <instant>', 'its end (default: now)')
  .option('--function <name>', 'of several functions in a trace, this one')
  .option('--reference <name>', 'the strategy or function that ratios are to')
  .option('--margin <share>', 'ratios closer to 1 than this do not matter', '0.05')
  .option('--patience <duration>', 'how long late traces are waited for (default: 2m)')
  .option('--out <folder>', 'where trials.jsonl, report.md and report.json go')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  utakata xray utakata-results/ab-...\n  utakata xray --run ab-20260115-090000-1a2b3c4d\n  utakata xray --last 1h --filter \'service("orders")\'',
  )
  .action(async (folder: string | undefined, options: object) => {
    const { xrayCommand } = await import('./commands/xray.ts')
    process.exitCode = await xrayCommand(folder, options)
  })

program
  .command('lab')
  .description('compare every strategy as a function of a local Lambda, traced to a local X-Ray; no account needed')
  .argument('[scenario]', 'a scenario, for its world and limits', 'lab')
  .addOption(setting())
  .option('--strategies <names>', 'the functions, separated by commas; all of them by default')
  .option('--reference <name>', 'the arm that ratios are to (default: sequential, else the first)')
  .option('--memory <MB>', 'sizes of the functions, separated by commas', '1769')
  .option('--environments <number>', 'new containers of each function; 12 at least for a verdict', '12')
  .option('--warm <number>', 'warm invocations of each container, after its cold one', '2')
  .addOption(
    new Option('--trace <mode>', 'what the functions trace')
      .choices(['off', 'summary', 'exemplars', 'sdk'])
      .default('exemplars'),
  )
  .option('--seed <number>', "the world's seed")
  .option('--no-freeze', 'let containers go on between invocations, as Lambda does not')
  .option('--no-cpu-share', 'give containers as much of the processors as there is')
  .option('--limit-init', 'give them no more than their share while they start, too')
  .option('--keep', 'compare nothing, leave it running and say what to try')
  .option('--out <folder>', 'where trials.jsonl, traces.jsonl, report.md and report.json go')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  utakata lab\n  utakata lab --memory 512,1769 --strategies sequential,pipelined\n  utakata lab --keep',
  )
  .action(async (scenario: string, options: object) => {
    const { labCommand } = await import('./commands/lab.ts')
    process.exitCode = await labCommand(scenario, options)
  })

program
  .command('compare')
  .description('whether two results, of this machine, the lab or AWS, agree on the winner and by how much')
  .argument('<folder>', 'of the one')
  .argument('<other>', 'of the other')
  .option('--json', 'print the comparison as JSON')
  .addHelpText(
    'after',
    '\nEnds with 0 where they name the same winner and contradict each other nowhere, 3 where not, 5 where it cannot be told;\nwhether the ratios agree is told arm by arm.\n\nExample:\n  utakata compare utakata-results/demo utakata-results/lab',
  )
  .action(async (folder: string, other: string, options: object) => {
    const { compareCommand } = await import('./commands/compare.ts')
    process.exitCode = compareCommand(folder, other, options)
  })

program
  .command('fan-out')
  .description('compute what a run over very many feeds would cost on Step Functions')
  .addOption(
    new Option('--feeds <number>', 'how many feeds; may be repeated')
      .argParser(collect)
      .default([], '10000, 1000000 and 100000000'),
  )
  .option('--batch <number>', 'feeds in one invocation', '1000')
  .option('--concurrency <number>', 'batches at the same time', '100')
  .option('--makespan <duration>', 'how long one batch takes in the function (default: 10s, assumed)')
  .option('--memory <MB>', 'memory of the function', '1769')
  .option('--x86', 'on x86_64 instead of arm64')
  .option('--json', 'print the arithmetic as JSON')
  .addHelpText(
    'after',
    '\nNothing is measured or deployed: prices, assumptions and limits are printed with the result.\n\nExamples:\n  utakata fan-out --feeds 5000000 --batch 500 --makespan 6s --concurrency 400\n  utakata fan-out --json',
  )
  .action(async (options: object) => {
    const { fanOutCommand } = await import('./commands/fan-out.ts')
    process.exitCode = fanOutCommand(options)
  })

// Whoever reads us may have seen enough, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  if (process.argv.length === 2) program.outputHelp()
  else await program.parseAsync()
} catch (error) {
  process.exitCode = await explain(error)
}

async function explain(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof UsageError) {
    const { tell } = await import('./commands/tell.ts')
    tell(`utakata: ${hideAddresses(error.message)}`, process.stderr)
    return EXIT.usage
  }
  console.error('utakata: a mistake in utakata itself; please report it with what follows.')
  console.error(error)
  return EXIT.internal
}
