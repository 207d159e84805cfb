import type { ApplyPlan, Outcome } from '../../run/aws/apply/apply.ts'
import type { PreflightNote } from '../../run/aws/preflight.ts'
import { counted } from './formats.ts'

/** What commands print beside their results. Numbers with a unit come as they are shown. */

/** From the least to the most of something, or the one that there is. */
export const rangeText = (least: number, most: number, text: (value: number) => string = String) =>
  least === most ? text(least) : `${text(least)} to ${text(most)}`

const AGAIN = 'Again to stop at once.'
const ofEach = (count: number, one: string, several: string) => (count === 1 ? one : several)

/** The answer to the first Ctrl-C. */
export const stoppingTexts = {
  plain: 'Stopping.',
  atOnce: `Stopping. ${AGAIN}`,
  kept: `Stopping: what is finished is kept and reported. ${AGAIN}`,
  calibration: `Stopping: the batches that are finished are reported. ${AGAIN}`,
  noMargin: `Stopping: the margin is left out. ${AGAIN}`,
  job: `Stopping: every feed still gets its outcome. ${AGAIN}`,
  mockWorld: 'Stopping the mock world.',
  report: `The report is being written. ${AGAIN}`,
}

/** While something is measured. */
export const progressTexts = {
  process: (block: number, blocks: number) => `process ${block} of ${blocks}`,
  processOfVariant: (block: number, blocks: number, variant: string) => `process ${block} of ${blocks}: ${variant}`,
  warmingUp: (block: number, blocks: number) => `process ${block} of ${blocks}: warming up`,
  iteration: (block: number, blocks: number, iteration: number, iterations: number) =>
    `process ${block} of ${blocks}: iteration ${iteration} of ${iterations}`,
  leftAtMost: (line: string, left: string) => `${line}, ${left} left at most`,
  run: (block: number, phase: string, iteration: number, variant: string, took: string, faults: readonly string[]) =>
    `process ${block}, ${phase} ${iteration}, ${variant}: ${took}${faults.length > 0 ? `: ${faults.join('; ')}` : ''}`,
  batch: (number: number, batches: number, part: string) => `batch ${number} of ${batches}: ${part}`,
  inARow: 'copies one after the other',
  cell: (number: number, cells: number, coordinates: string) => `Grid point ${number} of ${cells}: ${coordinates}`,
  program: (is: 'building' | 'trying', program: string) =>
    is === 'building' ? `building ${program}` : `trying out ${program} before measuring it`,
  tryingJob: (file: string) => `trying out ${file} before measuring it; this takes a few seconds`,
  clause: (number: number, clauses: number, clause: string) => `contract ${number} of ${clauses}: ${clause}`,
  feedsFetched: (fetched: number, feeds: number) => `${fetched} of ${feeds} feeds fetched`,
  traces: (found: number, wanted: number) => `${found} of ${wanted} traces`,
  invocations: (found: number) => `${counted(found, 'invocation')} found`,
  container: (line: {
    readonly number: number
    readonly containers: number
    readonly lost: number
    readonly left: string | undefined
  }) => {
    const madeUp = line.lost > 0 ? `, ${line.lost} being replaced` : ''
    const left = line.left === undefined ? '' : `, about ${line.left} left`
    return `container ${line.number} of ${line.containers} per variant${madeUp}${left}`
  },
  invocation: (block: number, variant: string, phase: string, took: string) =>
    `container ${block} of ${variant}, ${phase}: ${took}`,
  renewalTook: (seconds: string, time: string) =>
    `Getting new containers took ${seconds}; the comparison will take about ${time}.`,
  waitingForNew: (name: string, seconds: number) => `${name}: an old container answered; trying again in ${seconds} s`,
  withoutVersions: (name: string, permission: string) =>
    `${name}: not allowed ${permission}, so no versions are published: from now on $LATEST itself is changed and invoked`,
  oldContainer: (block: number, variant: string, name: string) =>
    `container ${block} of ${variant}: no new container of ${name} with a cold start answered; this one is replaced, up to a limit`,
}

/** Of the page of a run on loopback. */
export const servingTexts = {
  tooManyPages: (most: number) => `expected at most ${most} pages at a time; close one`,
  noReport: (why: string) => `There is no report: ${why}`,
}

/** Where a command ends that could not do its work. */
export const endingTexts = {
  excluded: (mistake: string) => `${mistake}; leave out one of them`,
  noRoom: (why: string) => `utakata: there is no room to write: ${why}; make room, and run it again`,
  internal: 'utakata: internal error; please report it with the output below.',
  unprinted: (system: string) => `utakata: not everything could be written to standard output (${system})`,
}

/** What is going to happen. */
export const announcementTexts = {
  benchmark: (variants: readonly string[], blocks: string, iterations: string, time: string) =>
    `${variants.length} variants (${variants.join(', ')}), ${blocks} processes x ${iterations}: about ${time}.`,
  addedReference: (reference: string) => `${reference} is measured too, since it is the reference (see --reference).`,
  costliestStrategy: ({
    strategy,
    hasCopies,
    share,
    command,
  }: {
    readonly strategy: string
    readonly hasCopies: boolean
    readonly share: number
    readonly command: string | undefined
  }) =>
    `${strategy}${hasCopies ? ' and the two copies of it that check the machine take' : ' takes'} ${(share * 100).toFixed(0)}% of that time${command === undefined ? '' : `; without it: ${command}`}`,
  schedule: (schedule: string, variants: readonly string[], processes: string, jobs: string, time: string) =>
    `${schedule}: ${variants.length} variants (${variants.join(', ')}), each alone, ${processes} x ${jobs}: about ${time}, longer where one falls behind.`,
  lab: (title: string) =>
    `${title}. Building the bundle and starting what stands for Lambda, X-Ray and the servers of the job.`,
  sdkTrace:
    'The functions trace by the AWS X-Ray SDK, in maintenance mode since 2026-02-25; AWS has announced the end of its support for 2027-02-25. No other mode needs it.',
  labComparison: (variants: readonly string[], containers: number, warm: number, invocations: number) =>
    `${variants.length} variants (${variants.join(', ')}), ${containers} containers each with a cold and ${warm} warm ${ofEach(warm, 'invocation', 'invocations')}: ${invocations} in all.`,
  calibration: (comparisons: number, atATime: number, reference: string, scenario: string, time: string) =>
    `${comparisons} comparisons of ${reference} with itself on ${scenario}, ${atATime} at a time, and of copies that were made slower: about ${time}.`,
  costs: (file: string, isOwnJob: boolean) =>
    `Calibrating: ${isOwnJob ? 'about a minute' : 'about 15 s'} of sequential on this machine. The result is kept in ${file}, unless the machine is busy.`,
  holding: 'Checking the model: each strategy is measured briefly at one setting.',
  noise: (time: string) => `Measuring two copies of one strategy, about ${time} (--no-measure leaves it out).`,
  checkout: (revision: string) => `Checking out ${revision} beside this checkout, to be measured along with it.`,
  installing: 'It has other packages than this one: installing them there (npm ci).',
  serving: (isLive: boolean) =>
    isLive
      ? 'Still measuring: the page comes when an iteration, a series of jobs or a container has ended. Serving until Ctrl-C.'
      : 'Serving until Ctrl-C.',
  webhookInPs: 'Hint: on a shared machine others can see --slack in ps; SLACK_WEBHOOK_URL is not shown there.',
}

/** What a comparison of functions would do, and take at most. */
export const comparisonTexts = {
  run: (run: string, variants: number, containers: number) =>
    `Run ${run}: ${variants} variants, ${containers} new containers of each, in random order.`,
  size: (memoryMb: number, isResized: boolean, isSlowed: boolean) =>
    `${memoryMb} MB${isResized ? ', set for the comparison' : ''}${isSlowed ? ', slowed' : ''}`,
  container: (warm: number, concurrency: number, allowedErrors: number) => {
    const at = concurrency > 1 ? `, ${concurrency} at a time` : ''
    return `Each container: a cold and ${warm} warm ${ofEach(warm, 'invocation', 'invocations')}${at}. The comparison stops ${allowedErrors === 0 ? 'at the first failed invocation' : `after more than ${counted(allowedErrors, 'failed invocation')}`}; a variant with a single failure is reported as unreliable.`
  },
  preflight: (note: PreflightNote): string => {
    switch (note.code) {
      case 'versions':
        return 'Each set of new containers runs a version published for it, which is deleted afterwards. Until the end, $LATEST keeps changing (UTAKATA_TOUCHED, memory): its callers lose their warm containers and may see other memory. Callers of aliases and other versions are not affected.'
      case 'latest':
        return 'New containers come from changing $LATEST (UTAKATA_TOUCHED, memory), which is put back at the end: until then its callers lose their warm containers and may see other memory.'
      case 'limits-unknown':
        return "The account's concurrency limit is unknown: lambda:GetAccountSettings is not allowed."
      case 'large-memory':
        return `${note.memoryMb} MB: an account with ${note.concurrentExecutions} concurrent invocations is new, and new accounts are said to have 3,008 MB at most.`
      case 'in-vpc':
        return `${note.functions.join(', ')}: in a VPC, where a change may take a minute. The first one is measured, and the time above corrected.`
      case 'snap-start':
        return `${note.functions.join(', ')}: with SnapStart, so that publishing a version takes minutes.`
      case 'unreported':
        return `${note.functions.join(', ')}: with the system log level WARN there is no report of an invocation, so that init, billed time and cost will be missing.`
    }
  },
  most: (most: {
    readonly invocations: number
    readonly withoutLosses: number
    readonly time: string
    readonly usd: number | undefined
    readonly expectedMs: number
    readonly architectures: readonly string[]
    readonly region: string
    readonly pricesAsOf: string
  }) => {
    const prices = `${most.architectures.join(' and ')} prices of ${most.region} reported ${most.pricesAsOf}; traces included`
    const usd =
      most.usd === undefined
        ? ''
        : `, at most USD ${most.usd.toFixed(4)} if none takes longer than the ${most.expectedMs} ms of --expect (${prices})`
    return `At most ${most.invocations} invocations (${most.withoutLosses} if no container has to be replaced), about ${most.time}${usd}.`
  },
  unpriced: (functions: readonly string[]) =>
    `No price: Lambda does not say which architecture ${functions.join(', ')} ${functions.length > 1 ? 'have' : 'has'}, and arm64 and x86_64 differ by about 20%.`,
  noVerdict: (least: number) => `Fewer than ${least} containers: there will be figures, and no verdict.`,
}

/** What has happened, or could not. */
export const noticeTexts = {
  netAllowed: 'Your job may connect to other servers. Their delays vary, so there will be no verdicts.',
  jobFindsNothing:
    'Your job finds nothing to send in any sample, so notify is not measured; add samples in which it does.',
  notDescribed: ({ strategy, ratio }: { readonly strategy: string; readonly ratio: number | undefined }) =>
    ratio === undefined
      ? `${strategy} is left out: its runs failed when the model was checked.`
      : `${strategy} is left out: when the model was checked, its prediction was ${ratio.toFixed(2)} times the measured time.`,
  jobFails: ({ items, of, example }: { readonly items: number; readonly of: number; readonly example: string }) =>
    `Your job fails on ${items} of ${of} items although the mock server injects no faults; the first in ${example}`,
  noIteration: 'No iteration was finished, so there is no report.',
  neverNew: (functions: readonly string[]) =>
    `No iteration was finished, so there is no report: ${functions.join(', ')} answered only from old containers, or from ones whose cold start Lambda did not report (initialised ahead of the request). Without --latest and --only cold each set of containers belongs to a newly published version, and is new whatever it reports.`,
  noProcess: 'Not every strategy finished a process, so there is no report.',
  noBatch: 'No batch was finished, so nothing can be said of this machine.',
  noCell: (folder: string) =>
    `No grid point came to its first interim analysis, so there is no report. The same command with --output ${folder} begins anew.`,
  brokenOff: (what: 'benchmark' | 'schedule' | 'comparison' | 'calibration' | 'lab', why: string) =>
    `utakata: the ${what} broke off: ${why}`,
  written: (files: string) => `Written: ${files}`,
  unwritten: (file: string, system: string) => `utakata: "${file}" could not be written (${system})`,
  reportUnwritten: (folder: string, system: string) =>
    `utakata: the report could not be written to "${folder}" (${system})`,
  tracesUnwritten: (folder: string, system: string) =>
    `utakata: what the traces show could not be written to "${folder}" (${system})`,
  cellFolder: (folder: string, what: 'made' | 'replaced', system: string) =>
    `utakata: the folder "${folder}" could not be ${what} (${system})`,
  unwatchable: (system: string) => `utakata: this run cannot be watched (${system})`,
  unopened: (page: string, why: string) => `utakata: ${page} could not be opened (${why}); open it by hand`,
  openerEnded: (code: number) => `whatever opens pages here ended with ${code}`,
  noJapaneseFont:
    "utakata: no font of this machine has Japanese letters, so that PNG files lack them; install one, such as Debian's fonts-noto-cjk. SVG files are whole.",
  pictures: (folder: string, ids: readonly string[]) => `Pictures: ${folder}/{${ids.join(',')}}{,-dark}.{svg,png}`,
  foreignDocuments: (count: number) => `Trace documents that other users of this machine sent were dropped: ${count}.`,
  marginUnmeasured: 'The margin was not measured.',
}

/** A share from 0 to 1, such as 12.5%. */
function percent(share: number): string {
  return `${+(share * 100).toFixed(2)}%`
}

/** Of what is applied to functions. */
export const applyTexts = {
  plan: ({ request, memoryMb, alias }: ApplyPlan, variant: string): string[] => {
    const { measured, share } = request
    const { name } = measured
    return [
      `Recommended: ${variant}. To be changed:`,
      ...(memoryMb ? [`  ${name}: memory from ${memoryMb.from} to ${memoryMb.to} MB`] : []),
      ...(alias
        ? [
            `  ${name}: publish what was measured as a version (CodeSha256 ${measured.codeSha256})`,
            share === undefined
              ? `  ${name}: alias ${alias.name} from version ${alias.version}${alias.routing ? ` (and ${alias.routing.version}, ${percent(alias.routing.weight)})` : ''} to the new version`
              : `  ${name}: ${percent(share)} of alias ${alias.name} to the new version${alias.routing ? ` (now ${percent(alias.routing.weight)} to version ${alias.routing.version})` : ''}, the rest to version ${alias.version}`,
          ]
        : []),
      ...(memoryMb
        ? [`  callers of ${name}'s $LATEST meet cold starts${alias ? '' : '; versions and aliases stay as they are'}`]
        : []),
      ...(alias ? [`  callers of alias ${alias.name} meet cold starts of the new version`] : []),
    ]
  },
  question: 'Apply? [y/N] ',
  done({ request: { measured, memoryMb, share }, alias }: ApplyPlan, { version }: Outcome, undo: string): string {
    const what =
      version === undefined
        ? `${measured.name} has ${memoryMb} MB`
        : share === undefined
          ? `alias ${alias!.name} of ${measured.name} points to version ${version}`
          : `alias ${alias!.name} of ${measured.name} sends ${percent(share)} of its invocations to version ${version}`
    return `Applied: ${what}. To put it back, in this folder: ${undo}`
  },
  interrupted: 'interrupted',
  unchanged: 'everything is as it was',
  undoable: (undo: string) => `what was applied earlier stays, and can be put back: ${undo}`,
}

/** What to know before functions are deployed. */
export const deployTexts = {
  roomTooSmall: (batches: number, { free, all }: { readonly free: number; readonly all: number }) =>
    `Note: batches=${batches} is more than the ${free} concurrent invocations that this account has left of ${all} in this region. Lambda refuses the others with 429, and a batch that is refused nine times fails. Set -c batches=${Math.max(1, free)}, or have the quota "Concurrent executions" raised.`,
  roomUnknown: (batches: number, reason: string) =>
    `Note: nobody knows whether this account has room for batches=${batches} concurrent invocations (${reason}). New accounts have 10: look it up with \`aws lambda get-account-settings\`.`,
  notAllowedToAsk: 'the credentials are not allowed lambda:GetAccountSettings',
}

/** Of X-Ray and its traces. */
export const tracesTexts = {
  interrupted: 'the waiting for traces was interrupted',
  unasked: (why: string) => `X-Ray could not be asked: ${why}`,
  reportWithout: (folder: string) =>
    `The report is made without the traces, and has no verdict; utakata xray ${folder} asks for them again.`,
  noVerdict: (why: string, folder: string) =>
    `utakata: ${why}; without traces there is no verdict: ask for them again with utakata xray ${folder}, or waive them with --no-traces`,
  inCloudWatch: (isSearch: boolean) =>
    isSearch
      ? 'This account has its traces in CloudWatch Logs (Transaction Search), and X-Ray finds only the share that it indexes, 1% by default: ' +
        'index more of them (aws xray update-indexing-rule --name Default ' +
        `--rule '{"Probabilistic":{"DesiredSamplingPercentage":100}}'), or name traces with --trace or a folder.`
      : 'This account has its traces in CloudWatch Logs (Transaction Search): they are retrieved from there.',
  destinationUnknown:
    'Where this account has its traces is unknown (xray:GetTraceSegmentDestination): with Transaction Search none will be found.',
  sampled:
    'Lambda samples 1 request a second and 5% of the others, and more where callers ask for it: these are not all invocations.',
  /** Of what stood in files of spans. */
  spans: (read: {
    readonly spans: number
    readonly invocations: number
    readonly twice: number
    readonly unusable: number
    readonly torn: number
    readonly outside: number
  }) => {
    const { spans, invocations, twice, unusable, torn, outside } = read
    const unusual = [
      ...(outside > 0 ? [`${ofEach(outside, '1 invocation', `${outside} invocations`)} at another time`] : []),
      ...(twice > 0 ? [`${ofEach(twice, '1 span', `${twice} spans`)} there twice`] : []),
      ...(unusable > 0 ? [`${ofEach(unusable, '1 span', `${unusable} spans`)} without an id or a begin`] : []),
      ...(torn > 0 ? [`${ofEach(torn, '1 document', `${torn} documents`)} cut off or no JSON`] : []),
    ]
    return `${ofEach(spans, '1 span', `${spans} spans`)} read, ${ofEach(invocations, '1 invocation', `${invocations} invocations`)} of Lambda functions among them${unusual.length > 0 ? `; left out: ${unusual.join(', ')}` : ''}.`
  },
  coldUnknown: (functions: readonly string[]) =>
    `${functions.join(', ')}: no span says whether an invocation was a cold start (faas.coldstart), so that the first of each container is neither warm nor cold.`,
  uncontained: (count: number) =>
    `${ofEach(count, '1 invocation does not name its container', `${count} invocations do not name their containers`)} (faas.instance): of each function a container is taken to begin with every cold start, and to have one invocation at a time.`,
  none: 'No trace of an invocation of a Lambda function was found.',
  tooFew: (file: string) =>
    `Written: ${file}. Too little to compare: that takes two functions, with warm invocations of each.`,
  strays: (count: number) =>
    ofEach(
      count,
      '1 invocation that names no container of a comparison is left out, since others of its function name theirs.',
      `${count} invocations that name no container of a comparison are left out, since others of their functions name theirs.`,
    ),
  leftOut: (count: number, reason: string) => `${count} ${ofEach(count, 'trace', 'traces')} left out: ${reason}.`,
  gaps: (count: number, gaps: readonly { readonly variant: string; readonly blocks: readonly number[] }[]) => {
    const where = gaps.map(({ variant, blocks }) => `${variant} in container ${blocks.join(', ')}`).join('; ')
    return `${count} ${ofEach(count, 'invocation', 'invocations')} of this run left no trace, if it was not stopped before: ${where}.`
  },
  calls: (calls: {
    readonly requests: number
    readonly throttled: number
    readonly unprocessed: number
    readonly polls: number
  }) => {
    const { requests, throttled, unprocessed, polls } = calls
    const unusual = [
      ...(throttled > 0 ? [`throttled ${throttled} times`] : []),
      ...(unprocessed > 0 ? [`${unprocessed} ids asked for again`] : []),
      ...(polls > 1 ? [`again for late traces ${ofEach(polls - 1, 'once', `${polls - 1} times`)}`] : []),
    ]
    const times = ofEach(requests, 'once', `${requests} times`)
    return `X-Ray was asked ${times}${unusual.length > 0 ? `, ${unusual.join(', ')}` : ''}.`
  },
}

/** Of CloudWatch Logs. */
export const logsTexts = {
  calls: ({ pages, throttled, polls }: Record<'pages' | 'throttled' | 'polls', number>) => {
    const unusual = [
      ...(throttled > 0 ? [`throttled ${ofEach(throttled, 'once', `${throttled} times`)}`] : []),
      ...(polls > 1 ? [`again for late events ${ofEach(polls - 1, 'once', `${polls - 1} times`)}`] : []),
    ]
    const times = ofEach(pages, 'once', `${pages} times`)
    return `CloudWatch Logs was asked ${times}${unusual.length > 0 ? `, ${unusual.join(', ')}` : ''}.`
  },
}

/** Of a sweep. */
export const sweepTexts = {
  heading: (axes: string, cells: number, variants: readonly string[], blocks: string, iterations: string) => {
    const of = cells === 1 ? '1 grid point' : `${cells} grid points in a shuffled order, each`
    return `A sweep over ${axes}: ${of} of ${variants.length} variants (${variants.join(', ')}), ${blocks} processes x ${iterations}.`
  },
  finished: (finished: number, cells: number, folder: string) =>
    `${finished} of ${cells} grid points are finished in ${folder}, and are not run again.`,
  begun: (count: number) =>
    `${ofEach(count, '1 grid point that ended early is', `${count} grid points that ended early are`)} run again from the first process; what was measured there stays until there is more.`,
  nothingLeft: 'There is nothing left to run.',
  about: (time: string) => `About ${time} in all.`,
}

/** Of the job on a user's own feeds. */
export const jobTexts = {
  head: (isDryRun: boolean) => ['feed', 'start', sentWord(isDryRun)],
  failed: (feed: string, step: string, kind: string, message: string) =>
    `${feed}: ${step} failed (${kind}): ${message}`,
  sum: (sum: {
    readonly feeds: number
    readonly sent: number
    readonly isDryRun: boolean
    readonly unknown: number
    readonly claimed: number
    readonly failed: number
    readonly quiet: number
  }) => {
    const before = sum.claimed > 0 ? ` (${sum.claimed} more had already been sent by earlier runs)` : ''
    const perhaps = sum.unknown > 0 ? ` (${sum.unknown} more may have been)` : ''
    const sent = `${counted(sum.sent, 'notification')} ${sentWord(sum.isDryRun)}${perhaps}${before}`
    return `${counted(sum.feeds, 'feed')}: ${sent}, ${counted(sum.failed, 'feed')} with failures, ${sum.quiet} with nothing due.`
  },
  deadline: (time: string) => `not done by the deadline of ${time} (--deadline)`,
  dueHead: ['start', 'file', 'event'],
  nothingDue: (isWhole: boolean, between: string) =>
    `${isWhole ? 'Nothing' : 'Nothing that can be read'} starts ${between}.`,
  explained: (file: string, between: string) => `${file}, what starts ${between}`,
  between: (from: string, until: string) => `between ${from} and ${until}`,
}

const sentWord = (isDryRun: boolean) => (isDryRun ? 'would be sent' : 'sent')

/** What the report of a comparison of functions is called. */
export const titleTexts = {
  coldStarts: (title: string) => `${title}, cold starts`,
  stack: (stack: string) => `ab of ${stack}`,
  functions: (shown: readonly string[], more: number) =>
    `ab of ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
}

/** What to do with what was just written or started. */
export const startTexts = {
  lab: (lab: {
    readonly lambda: string
    readonly functions: readonly string[]
    readonly xray: string
    readonly logs: string
    readonly daemon: string
    readonly mock: string
    readonly outputs: string
    readonly region: string
    readonly accessKeyId: string
    readonly secretAccessKey: string
    /** Files: of an event, and of its answer. */
    readonly event: string
    readonly answer: string
    /** The file of the mock world's certificate authority, where it has one. */
    readonly caFile: string | undefined
  }) => {
    const mockCa = lab.caFile === undefined ? '' : ` --mock-ca ${lab.caFile}`
    return `
Lambda   ${lab.lambda}   ${lab.functions.join(', ')}
X-Ray    ${lab.xray}   (daemon: udp ${lab.daemon})
Logs     ${lab.logs}
Mock     ${lab.mock}   (its deliveries are a page there)
Outputs  ${lab.outputs}

In another terminal, in this folder, after

  export AWS_ENDPOINT_URL_LAMBDA=${lab.lambda} AWS_ENDPOINT_URL_XRAY=${lab.xray}
  export AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=${lab.logs}
  export AWS_REGION=${lab.region} AWS_DEFAULT_REGION=${lab.region} AWS_ACCESS_KEY_ID=${lab.accessKeyId} AWS_SECRET_ACCESS_KEY=${lab.secretAccessKey}

try

  aws lambda invoke --function-name ${lab.functions.at(-1)} --payload fileb://${lab.event} ${lab.answer}
  npx utakata xray --last 10m
  npx utakata logs ${lab.functions.at(-1)} --last 10m
  npx utakata ab --outputs ${lab.outputs} --mock ${lab.mock}${mockCa} --containers 12
  npx utakata ab --functions ${lab.functions.at(-1)} --memory 512,1024 --payload ${lab.event}

The access key is this lab's alone, and a secret: whoever has it can run code as you. Ctrl-C ends it.
`
  },
  benchmark: (command: string, scenario: string) =>
    `Next: ${command} bench ${scenario} --quick   (the strategies, measured in that world)`,
  job: (command: string, feeds: string) =>
    `      ${command} notify --feeds ${feeds} --dry-run   (runs the job on your calendars, once you have listed them there)`,
  mockWorld: (world: {
    readonly name: string
    readonly feeds: number
    readonly origin: string
    readonly slack: string
    /** The file of its certificate authority, where it has one. */
    readonly caFile: string | undefined
    readonly now: string
  }) => {
    const { name, feeds, origin, slack, caFile, now } = world
    const curl = caFile === undefined ? 'curl -s' : `curl -s --cacert ${caFile}`
    const trust = caFile === undefined ? '' : `NODE_EXTRA_CA_CERTS=${caFile} `
    return `The world of ${name}, ${feeds} feeds, until Ctrl-C:
  deliveries, a page  ${origin}/
  deliveries, JSON    ${origin}/deliveries
  list of the feeds   ${origin}/feeds.txt
  Slack webhook       ${slack}

Try, in another terminal:
  ${curl} ${origin}/feeds.txt > mock-feeds.txt
  ${trust}SLACK_WEBHOOK_URL=${slack} npx utakata notify --feeds mock-feeds.txt --now ${now}`
  },
  mockWorldOfJob: (world: {
    readonly name: string
    readonly items: number
    readonly origin: string
    readonly caFile: string | undefined
  }) => {
    const { name, items, origin, caFile } = world
    const curl = caFile === undefined ? 'curl -s' : `curl -s --cacert ${caFile}`
    return `The world of ${name}, ${items} items, until Ctrl-C:
  deliveries, a page  ${origin}/
  deliveries, JSON    ${origin}/deliveries
  list of the items   ${origin}/f0/r1/items.json

Try, in another terminal:
  ${curl} ${origin}/f0/r1/items/0
  ${curl} --data '{}' ${origin}/f0/r1/sink/0`
  },
}
