import { type Command, Option } from 'commander'
import { strategies } from '../../strategies/index.ts'
import { manual } from './man-page.ts'
import { language, open, output, repeatable, reporting, selecting, setting, verbose } from './options.ts'
import type { Run } from './run.ts'

/** Commands of functions on AWS. */
export function defineAwsCommands(program: Command, run: Run): void {
  program.commandsGroup('AWS')
  program
    .command('cdk')
    .description('deploy every strategy as a Lambda function, with the CDK')
    .argument('<action>', 'deploy, destroy, synth (the template alone) or bootstrap (once per account and region)')
    .argument('[options...]', 'options of the CDK, such as --profile, and settings as -c KEY=VALUE')
    .allowUnknownOption()
    .passThroughOptions()
    .addHelpText(
      'after',
      manual(
        ['utakata cdk synth', 'utakata cdk deploy -c memory=512,1769', 'utakata cdk destroy'],
        'deploy prints first what it costs, and writes cdk-outputs.json. docs/aws.md lists the settings.',
      ),
    )
    .action(run('cdk'))

  const ab = program
    .command('ab')
    .description('compare deployed Lambda functions, interleaved, cold and warm, and restore their configuration')
    .optionsGroup('FUNCTIONS')
    .option('--outputs <file>', 'outputs of utakata cdk deploy (default: "cdk-outputs.json")')
    .option('--stack <name>', 'stack, where the file has several')
    .option('--functions <names>', 'functions of your own instead, separated by commas; one with --memory')
    .option('--strategies <names>', 'strategies to compare, separated by commas (default: all)')
    .option(
      '--reference <name>',
      'strategy or function to compare the others with (default: sequential, else the first)',
    )
    .option('--memory <MB>', 'memory sizes, separated by commas; a size that is not deployed is set temporarily')
    .optionsGroup('INVOCATIONS')
    .option('--mock <origin>', 'mock server that the functions can reach (default: MockOrigin of the outputs)')
    .option('--mock-ca <file>', 'certificate authority of that mock server, as PEM')
    .addOption(
      repeatable(
        '--payload <file>',
        'JSON event to invoke with instead, or s3://BUCKET/KEY, optionally with a weight as FILE=WEIGHT',
      ),
    )
    .option('--seed <number>', 'seed of the delays and the order of invocations', '1')
    .option('--containers <number>', 'new containers of each variant; a verdict needs at least 12', '12')
    .option('--warm-invocations <number>', 'warm invocations of each container, after its cold one (default: 2)')
    .addOption(
      new Option('--only <what>', 'compare cold starts, by init and duration, without any warm invocation').choices([
        'cold',
      ]),
    )
    .option('--parallel', 'invoke all variants of a block at the same time, each as a version of its own')
    .option('--concurrency <number>', 'concurrent invocations of a variant', '1')
    .option('--pause <duration>', 'pause before each set of new containers')
    .option('--margin <percent>', 'smallest difference that matters', '5%')
    .optionsGroup('LIMITS')
    .option('--dry-run', 'print what would be done, how long it would take and what it would cost')
    .option('--expect <duration>', 'expected duration of an invocation, for that estimate', '1s')
    .option('--max-usd <amount>', 'refuse to start if the estimate is higher, and stop once more was billed')
    .option('--allowed-errors <number>', 'failed invocations after which the comparison is given up', '5')
    .optionsGroup('TRACES')
    .option('--no-traces', 'do not ask X-Ray, and judge without the check against traces')
    .option('--patience <duration>', 'how long to wait for late traces', '2m')
    .optionsGroup('AROUND')
    .option('--pre <command>', 'shell command to run before; a failure ends the comparison')
    .option('--post <command>', 'shell command to run after, in any case')
    .option('--latest', 'change and invoke $LATEST, instead of publishing versions and deleting them')
    .option('--apply', 'then do what utakata apply does, if the result is fit for it')
    .option('--alias <name>', 'for --apply: the alias to move')
    .option('--share <percent>', "for --apply: the share of the alias's invocations to send to the new version")
    .option('--yes', 'for --apply: do not ask')
    .option('--restore', 'restore the configuration that a killed run left changed, and do nothing else')
    .optionsGroup('OUTPUT')
    .addOption(output('trials.jsonl, traces.jsonl and the report'))
  selecting(ab)
  reporting(ab)
    .addHelpText(
      'after',
      manual([
        'utakata ab --dry-run',
        'utakata ab --strategies sequential,pipelined --memory 512,1769 --max-usd 1',
        'utakata ab --functions old-api,new-api --payload a.json=9 --payload b.json=1',
        'utakata ab --functions my-api --memory 256,512,1024 --payload order.json',
      ]),
    )
    .action(run('ab'))

  const applied = program
    .command('apply')
    .description('give a function the memory that a comparison recommends, or move an alias to it; --undo puts it back')
    .argument('[folder]', 'result of ab')
    .option('--alias <name>', 'publish what was measured as a version, and move this alias of the function to it')
    .option('--share <percent>', "send only this share of the alias's invocations to it, such as 10%")
    .option('--yes', 'apply without asking, as in CI')
    .option('--undo', 'put back what was applied last, and do nothing else')
  selecting(applied, 'speed; with none of these options, the selection of the report')
    .addHelpText(
      'after',
      manual(
        [
          'utakata apply utakata-results/ab-...',
          'utakata apply utakata-results/ab-... --alias prod --share 10%',
          'utakata apply --undo',
        ],
        'It is refused where the checks of the result did not pass, where nothing is recommended, and where the function has changed since it was measured.',
      ),
    )
    .action(run('apply'))

  program
    .command('xray')
    .description('show what X-Ray, or spans of OpenTelemetry, recorded of a comparison or of any Lambda functions')
    .argument('[folder]', 'result of ab or lab: fetch its traces and rebuild its report')
    .option('--run <name>', 'traces of this run of ab')
    .addOption(repeatable('--spans <file>', 'spans in this file of OTLP JSON instead; AWS is not asked'))
    .addOption(repeatable('--trace <id>', "this trace, by X-Ray's id, the id of W3C, or a traceparent header"))
    .option('--filter <expression>', "traces that match this filter expression of X-Ray's")
    .option('--last <duration>', 'traces of this time up to now')
    .option('--from <instant>', 'traces from this instant on; UTC if it has no offset')
    .option('--until <instant>', 'traces up to this instant (default: now)')
    .option('--function <name>', 'search only for traces of this function')
    .option('--reference <name>', 'strategy or function to compare the others with')
    .option('--margin <percent>', 'smallest difference that matters', '5%')
    .option('--patience <duration>', 'how long to wait for late traces (default: 2m)')
    .addOption(output('trials.jsonl and the report'))
    .addOption(language())
    .addOption(open())
    .addOption(verbose())
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      manual([
        'utakata xray utakata-results/ab-...',
        'utakata xray --run ab-20260115-090000-1a2b3c4d',
        'utakata xray --last 1h --filter \'service("orders")\'',
        'utakata xray --spans spans.json --reference orders-old',
      ]),
    )
    .action(run('xray'))

  program
    .command('logs')
    .description('show what CloudWatch Logs has of any Lambda functions, and compare them, without invoking anything')
    .argument(
      '<functions...>',
      "NAME, NAME:VERSION (such as orders:12 or 'orders:$LATEST') or an ARN; several are compared",
    )
    .optionsGroup('SPANS OF TIME')
    .option('--last <duration>', 'invocations of this time up to now (default: 24h)')
    .option('--from <instant>', 'invocations that ended from this instant on; UTC if it has no offset')
    .option('--to <instant>', 'and before this instant (default: now)')
    .option('--split <instant>', 'compare one function before and after this instant, such as a deployment')
    .option('--against-from <instant>', 'compare one function with itself in another span of time, from here')
    .option('--against-to <instant>', 'to here')
    .optionsGroup('LOGS')
    .option('--log-group <name>', 'log group of the functions (default: /aws/lambda/NAME of each)')
    .option('--patience <duration>', 'how long to wait for late events (default: 2m)')
    .optionsGroup('COMPARISON')
    .option('--reference <name>', 'function to compare the others with (default: the first)')
    .option('--margin <percent>', 'smallest difference that matters', '5%')
    .optionsGroup('OUTPUT')
    .option('-o, --output <dir>', 'write the report to this folder')
    .addOption(language())
    .addOption(verbose())
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      manual(
        [
          'utakata logs orders --last 24h',
          'utakata logs old-api new-api --last 7d',
          'utakata logs orders:11 orders:12',
          'utakata logs orders --from 2026-01-14 --split 2026-01-15T09:00Z',
        ],
        'It only reads (logs:FilterLogEvents), and prints nothing that a function logged. An alias stands in no log: give the version that it points to.',
      ),
    )
    .action(run('logs'))

  program
    .command('estimate')
    .description('estimate time and cost of a fan-out over very many feeds with Step Functions')
    .argument('[scenario]', 'predict the duration of a batch in this scenario, such as one that learn wrote')
    .addOption(setting())
    .addOption(
      new Option('--strategy <name>', 'strategy of the function, for that prediction (default: pipelined)').choices(
        Object.keys(strategies),
      ),
    )
    .addOption(
      repeatable(
        '--feeds <number>',
        'number of feeds (default: 10000, 1000000 and 100000000; in a scenario also 10 and 1000000000)',
      ),
    )
    .option('--batch <number>', 'feeds in one invocation', '1000')
    .option('--concurrency <number>', 'concurrent batches', '100')
    .option('--makespan <duration>', 'duration of one batch in the function (default: 10s, an assumption)')
    .option('--memory <MB>', 'memory of the function', '1769')
    .option('--x86', 'x86_64 instead of arm64')
    .option('--json', 'print the estimate as JSON')
    .addHelpText(
      'after',
      manual(
        [
          'utakata estimate --feeds 5000000 --batch 500 --makespan 6s',
          'utakata estimate learned/utakata.yaml',
          'utakata estimate --json',
        ],
        'Nothing is deployed. With a scenario, this machine is calibrated first (about 15 s). Prices, assumptions and quotas are printed with the result.',
      ),
    )
    .action(run('estimate'))
}
