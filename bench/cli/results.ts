import { type Command, Option } from 'commander'
import { language, opened, choosing, verbose } from './options.ts'
import { manual } from './man-page.ts'
import type { Run } from './run.ts'

/** Commands that show what was measured. */
export function defineResultsCommands(program: Command, run: Run): void {
  choosing(program.command('report'))
    .description('rebuild the report of a run from its trials.jsonl alone')
    .argument('<folder>', 'the folder of the run')
    .addOption(language())
    .addOption(opened())
    .addOption(new Option('--quiet', 'print what to do alone').conflicts('verbose'))
    .addOption(verbose())
    .addOption(
      new Option(
        '--serve',
        'serve the page on loopback until Ctrl-C, live while bench, rate, lab or ab goes on in the folder',
      ).conflicts(['json', 'markdown', 'quiet', 'pictures']),
    )
    .option('--port <number>', 'where; a free port by default')
    .option('--pictures <folder>', 'where to write each picture of the page as SVG and PNG, in light and dark')
    .addOption(new Option('--json', 'print the report as JSON').conflicts('markdown'))
    .option('--markdown', 'print the report as Markdown')
    .addHelpText('after', manual(['utakata report utakata-results/demo']))
    .action(run('report'))

  program
    .command('compare')
    .description('whether two results, of this machine, the lab or AWS, agree on the winner and by how much')
    .argument('<folder>', 'of the one')
    .argument('<other>', 'of the other')
    .option('--json', 'print the comparison as JSON')
    .addHelpText(
      'after',
      manual(
        ['utakata compare utakata-results/demo utakata-results/lab'],
        'Ends with 0 where they name the same winner and contradict each other nowhere, 3 where not, 5 where it cannot be decided; whether the ratios agree is shown variant by variant.',
      ),
    )
    .action(run('compare'))

  program
    .command('export')
    .description('give a result to other tools: every run, its timeline, or what was judged of them')
    .argument('<folder>', 'the folder of the run')
    .addOption(
      new Option('--format <name>', 'what the tool reads')
        .choices(['csv', 'benchstat', 'json', 'markdown', 'junit', 'chrome'])
        .makeOptionMandatory(),
    )
    .option('--out <file>', 'where to write it, instead of printing it')
    .option('--force', 'overwrite that file')
    .option('--arm <name>', 'only runs of this variant; of csv, benchstat and chrome')
    .option('--fork <number>', 'only runs of this process or container, likewise')
    .option('--round <number>', 'only runs of this iteration, likewise')
    .addHelpText(
      'after',
      manual(
        [
          'utakata export utakata-results/demo --format csv --out runs.csv',
          'utakata export utakata-results/demo --format chrome --fork 1 --round 3 --out runs.trace.json',
        ],
        'csv: a line for each run. benchstat: measured runs as Go writes benchmarks. json: report.json, whose schemas are bench/judge/*.schema.json. junit: what a CI shows. chrome: when each feed was in which step, for Perfetto (https://ui.perfetto.dev) or speedscope.',
      ),
    )
    .action(run('export'))
}
