import { type Command, Option } from 'commander'
import { collect, setting, language, opened, verbose, withOutputOptions } from './options.ts'
import { manual } from './man-page.ts'
import type { Run } from './run.ts'

/** Commands of Lambda functions, local and deployed. */
export function defineFunctionsCommands(program: Command, run: Run): void {
  withOutputOptions(program.command('lab'))
    .description('compare every strategy as a function of a local Lambda, traced to a local X-Ray; no account needed')
    .argument('[scenario]', 'a scenario, for its world and limits', 'lab')
    .addOption(setting())
    .option('--strategies <names>', 'the functions, separated by commas; all of them by default')
    .option('--reference <name>', 'the variant that ratios are to (default: sequential, else the first)')
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
    .option('--out <folder>', 'where trials.jsonl, traces.jsonl and the report go')
    .addOption(language())
    .addOption(opened())
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      manual(['utakata lab', 'utakata lab --memory 512,1769 --strategies sequential,pipelined', 'utakata lab --keep']),
    )
    .action(run('lab'))

  withOutputOptions(program.command('ab'))
    .description('compare deployed functions on AWS, interleaved, cold and warm, and put back whatever that changes')
    .option('--outputs <file>', 'the outputs of npm run deploy (default: "cdk-outputs.json")')
    .option('--stack <name>', 'the stack, where the file has several')
    .option('--functions <names>', 'functions of your own instead, separated by commas')
    .option('--strategies <names>', 'only these, separated by commas')
    .option('--reference <name>', 'the variant that ratios are to (default: sequential, else the first)')
    .option('--memory <MB>', 'sizes, separated by commas; one that is not deployed is set for the while')
    .option('--environments <number>', 'new containers of each variant; 12 at least for a verdict', '12')
    .option('--warm <number>', 'warm invocations of each container, after its cold one', '2')
    .option('--concurrency <number>', 'invocations of a variant at a time', '1')
    .option('--pause <duration>', 'between one set of new containers and the next')
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
      'failed invocations, beyond which it is given up; a variant with one is unreliable all the same',
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
    .option('--out <folder>', 'where trials.jsonl, traces.jsonl and the report go')
    .addOption(language())
    .addOption(opened())
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      manual([
        'utakata ab --dry-run',
        'utakata ab --strategies sequential,pipelined --memory 512,1769 --max-usd 1',
        'utakata ab --functions old-api,new-api --payload small.json=9 --payload large.json=1',
      ]),
    )
    .action(run('ab'))

  program
    .command('xray')
    .description('what X-Ray shows of a comparison, or of any Lambda functions')
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
    .option('--out <folder>', 'where trials.jsonl and the report go')
    .addOption(language())
    .addOption(verbose())
    .addOption(opened())
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      manual([
        'utakata xray utakata-results/ab-...',
        'utakata xray --run ab-20260115-090000-1a2b3c4d',
        'utakata xray --last 1h --filter \'service("orders")\'',
      ]),
    )
    .action(run('xray'))

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
      manual(
        ['utakata fan-out --feeds 5000000 --batch 500 --makespan 6s --concurrency 400', 'utakata fan-out --json'],
        'Nothing is measured or deployed: prices, assumptions and limits are printed with the result.',
      ),
    )
    .action(run('fan-out'))
}
