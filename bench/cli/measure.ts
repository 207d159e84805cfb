import { type Command, Option } from 'commander'
import { collect, measuring, setting, strategyFile, language, opened, withOutputOptions, choosing } from './options.ts'
import { manual } from './man-page.ts'
import type { Run } from './run.ts'

/** Commands that measure and judge on this machine. */
export function defineMeasureCommands(program: Command, run: Run): void {
  withOutputOptions(measuring(choosing(program.command('bench'))))
    .description('measure the strategies against the mock world and judge them')
    .addOption(strategyFile())
    .option('--quick', 'one interim analysis, at 6 processes, instead of up to three at 6, 12 and 24')
    .option('--budget <duration>', 'end at the first interim analysis after this long, such as 60s')
    .option(
      '--precision <percent>',
      'go on to the next interim analysis until every ratio is known to within this, such as 3%',
    )
    .option(
      '--calibrate',
      'measure copies of the reference instead: how often do equal ones seem different on this machine?',
    )
    .option('--comparisons <number>', 'of equal copies, for that; 8 at a time (default: 24)')
    .option('--baseline-ref <revision>', 'measure the code of that revision too, and judge what has changed since')
    .option(
      '--baseline <file>',
      'the same against a stored result, a folder or its trials.jsonl, by ratios to the reference',
    )
    .addOption(
      new Option('--fail-if <condition>', 'what is a regression, such as "pipelined: cpu > +5%"; may be repeated')
        .argParser(collect)
        .default([], '"time > +10%", with a baseline'),
    )
    .addOption(
      new Option(
        '--on-inconclusive <outcome>',
        'what becomes of a change that noise keeps from being judged (default: fail, which ends with 5)',
      ).choices(['fail', 'pass']),
    )
    .option('--junit <file>', 'where to write what was judged of the baseline as JUnit, for a CI to show')
    .option('--out <folder>', 'where trials.jsonl and the report go: report.html, report.md, report.json')
    .addOption(language())
    .addOption(opened())
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      manual([
        'utakata bench demo --quick',
        'utakata bench typical --strategies sequential,pipelined --budget 3m',
        'utakata bench wide --set world.items.count=300 --json',
        'utakata bench demo --set "world.items.count=[1, 3, 10, 30]" --quick --out results/sweep',
        'utakata bench demo --baseline-ref main --fail-if "time > +10%" --fail-if "rss > +20%"',
      ]),
    )
    .action(run('bench'))

  withOutputOptions(measuring(program.command('rate')))
    .description('start jobs on a schedule and judge how long each took from when it was due')
    .option('--every <duration>', 'how long after one job the next is due (default: 100ms)')
    .option('--rate <number/unit>', 'the same as a rate, such as 10/s, 600/m or 5/h')
    .option('--jobs <number>', 'jobs of each process', '40')
    .option('--forks <number>', 'fresh processes of each strategy', '6')
    .option('--out <folder>', 'where trials.jsonl and the report go: report.html, report.md, report.json')
    .addOption(language())
    .addOption(opened())
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      manual(
        [
          'utakata rate demo --every 50ms',
          'utakata rate typical --rate 2/s --jobs 62 --strategies sequential,pipelined',
        ],
        'A process does one job at a time: a job that is due while the one before it is under way has to wait, and that counts.',
      ),
    )
    .action(run('rate'))

  program
    .command('predict')
    .description(
      'predict how long each strategy would take at sizes nobody ran, from runs of sequential on this machine',
    )
    .argument('[scenario]', 'a scenario, for its world, limits and check', 'demo')
    .option(
      '--feeds <numbers>',
      'one, several as 10,100, or a range (default: "1..1000000", where no other option has one)',
    )
    .option('--delay <durations>', "the middle of the feeds' delays, likewise, such as 3ms..300ms")
    .option('--size <sizes>', 'of a feed, likewise, such as 3KB..300KB')
    .option('--concurrency <numbers>', 'most fetches in flight, likewise')
    .option('--threads <numbers>', 'threads, for the strategies that have them, likewise')
    .option('--slack-rate <rates>', 'posts that Slack takes, likewise, such as 1/s..10/s')
    .addOption(setting())
    .option('--strategies <names>', 'only these of ours, separated by commas')
    .addOption(strategyFile())
    .option('--calibrate', 'measure anew what the steps cost on this machine')
    .option('--json', 'print the predictions as JSON')
    .addHelpText(
      'after',
      manual(
        [
          'utakata predict --feeds 1..1000000',
          'utakata predict typical --delay 3ms..300ms --feeds 100',
          'utakata predict wide --concurrency 16,64,256 --strategies pipelined,promise-all',
        ],
        'Each option with several values is a table of its own, over which the others stay as they are.',
      ),
    )
    .action(run('predict'))

  program
    .command('doctor')
    .description('whether this machine is fit for measuring, for which margin, and what to do where not')
    .option('--no-measure', 'do not measure two copies of one strategy, which takes some 10 s and shows the margin')
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      manual(
        ['utakata doctor --no-measure', 'utakata doctor --json'],
        'Ends with 5 where this machine is not fit for a margin of 5 %. Of credentials and webhooks it only says whether they are there.',
      ),
    )
    .action(run('doctor'))
}
