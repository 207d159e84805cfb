import { type Command, Option } from 'commander'
import { manual } from './man-page.ts'
import {
  margin,
  measuring,
  output,
  repeatable,
  reporting,
  scenarioArgument,
  seed,
  selecting,
  setting,
  strategyFile,
  warmup,
} from './options.ts'
import type { Run } from './run.ts'

/** Commands that measure and judge on this machine. */
export function defineMeasureCommands(program: Command, run: Run): void {
  program.commandsGroup('MEASURE')
  const sweep = repeatable('--sweep <key=values>', 'measure each of several values, such as world.items.count=1,3,10')
  const bench = measuring(program.command('bench'), sweep)
    .description('compare strategies on this machine, against a mock server')
    .addOption(strategyFile())
    .option('--iterations <n>', 'measured iterations of each process, 1 to 100 (default: as in the scenario)')
    .addOption(
      new Option(
        '--processes <n>',
        'processes of each variant, 6 at least, with one interim analysis at the end (default: up to 24, with interim analyses at 6, 12 and 24)',
      ).conflicts(['quick', 'budget', 'precision']),
    )
    .option('--quick', 'same as --processes 6')
    .option('--budget <duration>', 'after this long, such as 60s, stop at the next of 6, 12 or 24 processes')
    .option('--precision <percent>', 'go on until every ratio is known to within this, such as 3%')
    .addOption(margin())
    .addOption(output('trials.jsonl and the report'))
  selecting(reporting(bench))
    .optionsGroup('REGRESSION GATE')
    .option('--baseline-ref <revision>', 'also measure the code of this Git revision, and judge what changed since')
    .option('--baseline-job <file>', 'also measure an earlier module of your own job, and judge what changed since')
    .option(
      '--baseline <file>',
      'instead of a revision, compare with a stored result, by the ratios to the reference: its folder or trials.jsonl',
    )
    .addOption(
      repeatable(
        '--fail-if <condition>',
        'what counts as a regression, such as "pipelined: cpu > +5%" (default: "time > +10%")',
      ),
    )
    .addOption(
      new Option(
        '--on-inconclusive <outcome>',
        'outcome if the measurement is too noisy to decide: fail (exit code 5, the default) or pass (exit code 0)',
      ).choices(['fail', 'pass']),
    )
    .option('--junit <file>', 'write the outcome of the gate as JUnit XML')
    .addHelpText(
      'after',
      manual([
        'utakata bench demo --quick',
        'utakata bench typical --strategies sequential,pipelined --budget 3m',
        'utakata bench wide --set world.items.count=300 --json',
        'utakata bench demo --sweep world.items.count=1,3,10,30 --quick',
        'utakata bench demo --baseline-ref main --fail-if "rss > +20%"',
      ]),
    )
    .action(run('bench'))

  program
    .command('calibrate')
    .description('measure copies of one strategy, to see how often equal ones seem to differ on this machine')
    .addArgument(scenarioArgument())
    .addOption(setting())
    .option('--reference <name>', 'strategy to copy')
    .addOption(seed())
    .addOption(warmup())
    .option('--iterations <n>', 'measured iterations of each process, 1 to 100 (default: as in the scenario)')
    .option('--comparisons <number>', 'comparisons of equal copies; rounded up to whole batches of 8', '24')
    .option('--budget <duration>', 'begin no further batch after this long, such as 5m')
    .addOption(margin())
    .addOption(output('batches.jsonl and calibration.json'))
    .option('--json', 'print the calibration as JSON')
    .addHelpText('after', manual(['utakata calibrate', 'utakata calibrate typical --comparisons 8']))
    .action(run('calibrate'))

  const load = measuring(program.command('load'))
    .description('start jobs on a schedule, and compare how long each strategy takes from when a job is due')
    .option('--every <duration>', 'time from one job to the next (default: 100ms)')
    .option('--rate <number/unit>', 'jobs in a second, minute or hour instead, such as 10/s, 600/m or 5/h')
    .option('--jobs <number>', 'jobs of each process', '40')
    .option('--processes <n>', 'processes of each strategy', '6')
    .addOption(margin())
    .addOption(output('trials.jsonl and the report'))
  reporting(load)
    .addHelpText(
      'after',
      manual(
        [
          'utakata load demo --every 50ms',
          'utakata load typical --rate 2/s --jobs 62 --strategies sequential,pipelined',
        ],
        'A process does one job at a time. A job that is due while another one is running waits, and its latency includes that wait.',
      ),
    )
    .action(run('load'))

  program
    .command('predict')
    .description('predict the time of each strategy at sizes that were not measured')
    .argument('[scenario]', 'scenario that is varied', 'demo')
    .option('--items <numbers>', 'items: one number, a list as 10,100, or a range (default: "1..1000000")')
    .option('--delay <durations>', 'median fetch delay, likewise, such as 3ms..300ms')
    .option('--size <sizes>', 'size of an item, likewise, such as 3KB..300KB')
    .option('--concurrency <numbers>', 'maximum number of fetches in flight, likewise')
    .option('--threads <numbers>', 'threads of the strategies that have them, likewise')
    .option('--notify-rate <rates>', 'rate at which posts are accepted, likewise, such as 1/s..10/s')
    .addOption(setting())
    .option('--strategies <names>', 'strategies to predict, separated by commas')
    .addOption(strategyFile())
    .option('--calibrate', 'measure the costs of the steps on this machine again')
    .option('--json', 'print the predictions as JSON')
    .addHelpText(
      'after',
      manual(
        [
          'utakata predict --items 1..1000000',
          'utakata predict typical --delay 3ms..300ms --items 100',
          'utakata predict wide --concurrency 16,64,256',
        ],
        'The first prediction measures what each step costs on this machine, in about 15 s. Each option with several values gives a table of its own; the other options stay as they are.',
      ),
    )
    .action(run('predict'))

  const lab = program
    .command('lab')
    .description('compare the strategies as functions of a local Lambda with a local X-Ray; no account needed')
    .argument('[scenario]', 'scenario', 'lab')
    .addOption(setting())
    .option('--strategies <names>', 'strategies to compare, separated by commas (default: all)')
    .option('--reference <name>', 'strategy to compare the others with (default: sequential, else the first)')
    .addOption(seed())
    .option('--memory <MB>', 'memory sizes of the functions, separated by commas', '1769')
    .option('--containers <number>', 'new containers of each function; a verdict needs at least 12', '12')
    .option('--warm-invocations <number>', 'warm invocations of each container, after its cold one', '2')
    .addOption(margin())
    .addOption(
      new Option('--trace <mode>', 'what the functions trace')
        .choices(['off', 'summary', 'exemplars', 'sdk'])
        .default('exemplars'),
    )
    .addOption(
      new Option('--trace-style <format>', "format of Lambda's own segments; accounts have both while AWS changes it")
        .choices(['new', 'old'])
        .default('new'),
    )
    .option('--transaction-search', 'have traces in CloudWatch Logs, as an account with Transaction Search')
    .option('--old-version <duration>', 'serve the old version for this long after each change, as AWS may')
    .option('--variables <file>', 'file with environment variables for your own job, NAME=VALUE in each line')
    .option('--no-freeze', 'keep containers running between invocations, which Lambda does not')
    .option('--no-cpu-share', 'do not limit the CPU of a container to the share of its memory size')
    .option('--limit-init', 'limit the CPU during the start of a container, too')
    .option('--keep', 'measure nothing; keep the lab running and print commands to try')
    .addOption(output('trials.jsonl, traces.jsonl and the report'))
  reporting(lab)
    .addHelpText(
      'after',
      manual(['utakata lab', 'utakata lab --memory 512,1769 --strategies sequential,pipelined', 'utakata lab --keep']),
    )
    .action(run('lab'))
}
