import { type Command, Option } from 'commander'
import { manual } from './man-page.ts'
import { language, open, selecting, verbose } from './options.ts'
import type { Run } from './run.ts'

/** Commands that show what was measured. */
export function defineResultsCommands(program: Command, run: Run): void {
  program.commandsGroup('RESULTS')
  selecting(
    program
      .command('report')
      .description('rebuild the report of a run from its trials.jsonl')
      .argument('<folder>', 'folder of the run')
      .addOption(language())
      .addOption(open())
      .addOption(new Option('-q, --quiet', 'print the recommendation only').conflicts('verbose'))
      .addOption(verbose())
      .addOption(new Option('--json', 'print the report as JSON').conflicts('markdown'))
      .option('--markdown', 'print the report as Markdown')
      .option('--pictures <dir>', 'write each chart as SVG and PNG, light and dark, to this folder')
      .addOption(
        new Option(
          '--serve',
          'serve the page on this machine until Ctrl-C, updated while bench, load, lab or ab is running',
        ).conflicts(['json', 'markdown', 'quiet', 'pictures']),
      )
      .option('--port <number>', 'port of --serve (default: a free one)'),
    'speed; with none of these options, the selection of the report that is there',
  )
    .addHelpText('after', manual(['utakata report utakata-results/demo']))
    .action(run('report'))

  program
    .command('compare')
    .description('check whether two results agree on the winner and by how much')
    .argument('<folder>', 'folder of one result, of this machine, the lab or AWS')
    .argument('<other>', 'folder of the other one')
    .option('--json', 'print the comparison as JSON')
    .addHelpText(
      'after',
      manual(
        ['utakata compare utakata-results/demo utakata-results/lab'],
        'The exit code depends on the winner and on contradictions only; the table shows for each variant whether the ratios agree.',
      ),
    )
    .action(run('compare'))

  program
    .command('export')
    .description('convert a result for other tools')
    .argument('<folder>', 'folder of the run')
    .addOption(
      new Option('--format <name>', 'format')
        .choices(['csv', 'benchstat', 'json', 'markdown', 'junit', 'chrome', 'otlp'])
        .makeOptionMandatory(),
    )
    .option('-o, --output <file>', 'write to this file instead of standard output')
    .option('--force', 'overwrite the file')
    .option('--all', 'for csv: warm-up and cold runs too')
    .option('--variant <name>', 'only runs of this variant; for csv, benchstat, chrome and otlp')
    .option('--block <number>', 'only runs of this process or container, likewise')
    .option('--iteration <number>', 'only runs of this iteration, likewise')
    .addHelpText(
      'after',
      manual(
        [
          'utakata export utakata-results/demo --format csv -o runs.csv',
          'utakata export utakata-results/demo --format chrome --block 1 -o trace.json',
          'utakata export utakata-results/demo --format otlp -o spans.json',
        ],
        'csv: one line per measured run; with --all, warm-up and cold runs too, told apart by the column phase: warmup (before the first iteration), cold (the first run of a process or container), measured. benchstat: measured runs in the benchmark format of Go. json: report.json, with schemas in bench/judge/*.schema.json. junit: for the test report of a CI. chrome: the steps of every item over time, for Perfetto (https://ui.perfetto.dev) or speedscope. otlp: a trace for every run, warm-up and cold ones too, with the steps of its items where they were recorded, as JSON of OTLP for any collector (POST it to /v1/traces); utakata xray --spans reads those of functions back.',
      ),
    )
    .action(run('export'))
}
