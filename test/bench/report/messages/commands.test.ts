import type { ApplyPlan } from '../../../../bench/run/aws/apply/apply.ts'
import { test } from 'vitest'
import {
  announcementTexts,
  applyTexts,
  comparisonTexts,
  deployTexts,
  endingTexts,
  jobTexts,
  logsTexts,
  noticeTexts,
  progressTexts,
  servingTexts,
  startTexts,
  stoppingTexts,
  sweepTexts,
  titleTexts,
  tracesTexts,
} from '../../../../bench/report/messages/commands.ts'
import { expectWording } from '../../../support/wording.ts'

/** Of each text at least one way in which it is printed. */
type Samples<Texts> = Readonly<Record<keyof Texts, string | readonly string[]>>

const VARIANTS = ['sequential', 'pipelined']

const PROGRESS: Samples<typeof progressTexts> = {
  process: progressTexts.process(1, 6),
  processOfVariant: progressTexts.processOfVariant(1, 6, 'pipelined'),
  warmingUp: progressTexts.warmingUp(1, 6),
  iteration: progressTexts.iteration(1, 6, 2, 6),
  leftAtMost: progressTexts.leftAtMost('process 1 of 6: warming up', '36 s'),
  run: [
    progressTexts.run(1, 'measured', 2, 'pipelined', '14.7 ms', []),
    progressTexts.run(1, 'measured', 2, 'pipelined', '14.7 ms', ['fell over', 'and again']),
  ],
  batch: progressTexts.batch(1, 3, 'process 1 of 6'),
  inARow: progressTexts.inARow,
  cell: progressTexts.cell(1, 3, 'world.items.count 10'),
  program: [progressTexts.program('building', 'go'), progressTexts.program('trying', 'go')],
  tryingJob: progressTexts.tryingJob('my-job.mts'),
  clause: progressTexts.clause(1, 9, 'one outcome per feed'),
  feedsFetched: progressTexts.feedsFetched(3, 12),
  traces: progressTexts.traces(3, 12),
  invocations: progressTexts.invocations(3),
  container: [
    progressTexts.container({ number: 1, containers: 12, lost: 0, left: undefined }),
    progressTexts.container({ number: 2, containers: 12, lost: 1, left: '3 min' }),
  ],
  invocation: progressTexts.invocation(1, 'pipelined', 'cold', '800 ms'),
  renewalTook: progressTexts.renewalTook('45 s', '40 min'),
  waitingForNew: progressTexts.waitingForNew('function-pipelined', 4),
  withoutVersions: progressTexts.withoutVersions('function-pipelined', 'lambda:PublishVersion'),
  oldContainer: progressTexts.oldContainer(1, 'pipelined', 'function-pipelined'),
}

const ANNOUNCEMENTS: Samples<typeof announcementTexts> = {
  addedReference: announcementTexts.addedReference('sequential'),
  costliestStrategy: [
    announcementTexts.costliestStrategy({
      strategy: 'sequential',
      hasCopies: true,
      share: 0.74,
      command: 'npx utakata bench wide --strategies pipelined,promise-all --reference pipelined',
    }),
    announcementTexts.costliestStrategy({ strategy: 'mine', hasCopies: false, share: 0.5, command: undefined }),
  ],
  benchmark: announcementTexts.benchmark(VARIANTS, '6 to 24', '6 iterations', '36 s to 3 min'),
  schedule: announcementTexts.schedule('a job every 100 ms', VARIANTS, '6 processes', '40 jobs', '50 s'),
  lab: announcementTexts.lab('EMULATED'),
  sdkTrace: announcementTexts.sdkTrace,
  labComparison: [
    announcementTexts.labComparison(VARIANTS, 12, 1, 48),
    announcementTexts.labComparison(VARIANTS, 12, 2, 72),
  ],
  calibration: announcementTexts.calibration(24, 8, 'sequential', 'demo', '3 min'),
  costs: [announcementTexts.costs('calibration.json', false), announcementTexts.costs('calibration.json', true)],
  holding: announcementTexts.holding,
  noise: announcementTexts.noise('10 s'),
  checkout: announcementTexts.checkout('1a2b3c4'),
  installing: announcementTexts.installing,
  serving: [true, false].map(announcementTexts.serving),
  webhookInPs: announcementTexts.webhookInPs,
}

const MOST = {
  invocations: 144,
  withoutLosses: 108,
  time: '3 min',
  usd: 0.0123,
  expectedMs: 1000,
  architectures: ['arm64', 'x86_64'],
  region: 'us-east-1',
  pricesAsOf: '2026-01',
}

const COMPARISON: Samples<typeof comparisonTexts> = {
  run: comparisonTexts.run('ab-20260115-090000-1a2b3c4d', 4, 12),
  size: [comparisonTexts.size(1769, false, false), comparisonTexts.size(512, true, true)],
  container: [comparisonTexts.container(1, 1, 5), comparisonTexts.container(2, 5, 0)],
  preflight: (
    [
      { code: 'versions' },
      { code: 'latest' },
      { code: 'limits-unknown' },
      { code: 'large-memory', memoryMb: 4096, concurrentExecutions: 10 },
      { code: 'in-vpc', functions: ['orders', 'billing'] },
      { code: 'snap-start', functions: ['orders'] },
      { code: 'unreported', functions: ['orders'] },
    ] as const
  ).map(comparisonTexts.preflight),
  most: [comparisonTexts.most(MOST), comparisonTexts.most({ ...MOST, usd: undefined })],
  unpriced: [comparisonTexts.unpriced(['orders']), comparisonTexts.unpriced(['orders', 'billing'])],
  noVerdict: comparisonTexts.noVerdict(12),
}

const NOTICES: Samples<typeof noticeTexts> = {
  netAllowed: noticeTexts.netAllowed,
  jobFindsNothing: noticeTexts.jobFindsNothing,
  notDescribed: [
    noticeTexts.notDescribed({ strategy: 'promise-all', ratio: 3.5 }),
    noticeTexts.notDescribed({ strategy: 'mine', ratio: undefined }),
  ],
  jobFails: noticeTexts.jobFails({ items: 3, of: 40, example: 'check: TypeError: no lines (my-job.ts:12)' }),
  noIteration: noticeTexts.noIteration,
  neverNew: noticeTexts.neverNew(['orders', 'billing']),
  noProcess: noticeTexts.noProcess,
  noBatch: noticeTexts.noBatch,
  noCell: noticeTexts.noCell('out'),
  brokenOff: noticeTexts.brokenOff('benchmark', 'the mock server ended unexpectedly'),
  written: noticeTexts.written('runs.csv'),
  unwritten: noticeTexts.unwritten('gate.xml', 'ENOSPC'),
  reportUnwritten: noticeTexts.reportUnwritten('out', 'EACCES'),
  tracesUnwritten: noticeTexts.tracesUnwritten('out', 'EACCES'),
  cellFolder: noticeTexts.cellFolder('out/cells/1', 'made', 'EACCES'),
  unwatchable: noticeTexts.unwatchable('EACCES'),
  unopened: noticeTexts.unopened('out/report.html', noticeTexts.openerEnded(3)),
  openerEnded: noticeTexts.openerEnded(3),
  noJapaneseFont: noticeTexts.noJapaneseFont,
  pictures: noticeTexts.pictures('out', ['ratios', 'costs']),
  foreignDocuments: noticeTexts.foreignDocuments(3),
  marginUnmeasured: noticeTexts.marginUnmeasured,
}

const TRACES: Samples<typeof tracesTexts> = {
  interrupted: tracesTexts.interrupted,
  unasked: tracesTexts.unasked('X-Ray cannot be reached'),
  reportWithout: tracesTexts.reportWithout('out'),
  noVerdict: tracesTexts.noVerdict(tracesTexts.unasked('X-Ray cannot be reached'), 'out'),
  inCloudWatch: [tracesTexts.inCloudWatch(false), tracesTexts.inCloudWatch(true)],
  destinationUnknown: tracesTexts.destinationUnknown,
  sampled: tracesTexts.sampled,
  spans: [
    tracesTexts.spans({ spans: 1, invocations: 1, twice: 0, unusable: 0, torn: 0, outside: 0 }),
    tracesTexts.spans({ spans: 9, invocations: 2, twice: 1, unusable: 1, torn: 1, outside: 1 }),
    tracesTexts.spans({ spans: 90, invocations: 3, twice: 2, unusable: 3, torn: 4, outside: 5 }),
  ],
  coldUnknown: tracesTexts.coldUnknown(['orders', 'billing']),
  uncontained: [1, 2].map(tracesTexts.uncontained),
  none: tracesTexts.none,
  tooFew: tracesTexts.tooFew('out/trials.jsonl'),
  strays: [1, 2].map(tracesTexts.strays),
  leftOut: [1, 2].map((count) => tracesTexts.leftOut(count, 'it never came')),
  gaps: [1, 2].map((count) => tracesTexts.gaps(count, [{ variant: 'pipelined', blocks: [1, 3] }])),
  calls: [
    tracesTexts.calls({ requests: 1, throttled: 0, unprocessed: 0, polls: 1 }),
    tracesTexts.calls({ requests: 9, throttled: 2, unprocessed: 3, polls: 2 }),
    tracesTexts.calls({ requests: 9, throttled: 0, unprocessed: 0, polls: 4 }),
  ],
}

const SWEEP: Samples<typeof sweepTexts> = {
  heading: [1, 9].map((cells) => sweepTexts.heading('world.items.count=[1, 3]', cells, VARIANTS, '6', '6 iterations')),
  finished: sweepTexts.finished(2, 9, 'out'),
  begun: [1, 2].map(sweepTexts.begun),
  nothingLeft: sweepTexts.nothingLeft,
  about: sweepTexts.about('3 min to 9 min'),
}

const SUM = { feeds: 1, sent: 1, isDryRun: false, unknown: 0, claimed: 0, failed: 0, quiet: 0 }

const JOB: Samples<typeof jobTexts> = {
  head: [true, false].map((isDryRun) => jobTexts.head(isDryRun).join(', ')),
  failed: jobTexts.failed('team', 'fetch', 'timeout', 'no connection within 5000 ms'),
  sum: [
    jobTexts.sum(SUM),
    jobTexts.sum({ feeds: 9, sent: 3, isDryRun: true, unknown: 1, claimed: 2, failed: 2, quiet: 4 }),
  ],
  dueHead: jobTexts.dueHead,
  nothingDue: [true, false].map((isWhole) => jobTexts.nothingDue(isWhole, jobTexts.between('9:00', '9:30'))),
  deadline: jobTexts.deadline('5 s'),
  explained: jobTexts.explained('team.ics', jobTexts.between('9:00', '9:30')),
  between: jobTexts.between('9:00', '9:30'),
}

const WORLD = {
  name: 'demo',
  feeds: 12,
  origin: 'http://127.0.0.1:8080',
  slack: 'http://127.0.0.1:8080/slack',
  now: '2026-01-15T09:00:00Z',
}

const LAB = {
  lambda: 'http://127.0.0.1:9001',
  functions: ['sequential', 'pipelined'],
  xray: 'http://127.0.0.1:9002',
  logs: 'http://127.0.0.1:9003',
  daemon: '127.0.0.1:2000',
  mock: 'https://127.0.0.1:8080',
  outputs: 'out/outputs.json',
  region: 'us-east-1',
  accessKeyId: 'AKIA',
  secretAccessKey: 'secret',
  event: 'out/event.json',
  answer: 'out/answer.json',
}

const START: Samples<typeof startTexts> = {
  lab: [undefined, 'out/mock-ca.pem'].map((caFile) => startTexts.lab({ ...LAB, caFile })),
  benchmark: startTexts.benchmark('npx utakata', 'utakata.yaml'),
  job: startTexts.job('npx utakata', 'feeds.txt'),
  mockWorld: [undefined, 'ca.pem'].map((caFile) => startTexts.mockWorld({ ...WORLD, caFile })),
  mockWorldOfJob: [undefined, 'ca.pem'].map((caFile) =>
    startTexts.mockWorldOfJob({ name: 'orders', items: 40, origin: WORLD.origin, caFile }),
  ),
}

const SERVING: Samples<typeof servingTexts> = {
  tooManyPages: servingTexts.tooManyPages(32),
  noReport: servingTexts.noReport('expected at least one trial, got none'),
}

const ENDING: Samples<typeof endingTexts> = {
  excluded: endingTexts.excluded("option '--output <folder>' cannot be used with option '--dry-run'"),
  noRoom: endingTexts.noRoom('ENOSPC: no space left on device, write'),
  internal: endingTexts.internal,
  unprinted: endingTexts.unprinted('ENOSPC'),
}

const LOGS: Samples<typeof logsTexts> = {
  calls: [logsTexts.calls({ pages: 1, throttled: 0, polls: 1 }), logsTexts.calls({ pages: 9, throttled: 2, polls: 3 })],
}

const MEASURED = {
  name: 'orders',
  arn: 'arn:aws:lambda:eu-central-1:123456789012:function:orders',
  codeSha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
  memoryMb: 512,
  revision: 'a revision',
  lastModified: '2026-01-15T09:00:00.000+0000',
  layers: [],
  variableNames: [],
}
const A_PLAN: ApplyPlan = {
  request: { measured: MEASURED, memoryMb: 256 },
  now: MEASURED,
  memoryMb: { from: 512, to: 256 },
}
const MOVED: ApplyPlan = { ...A_PLAN, alias: { name: 'prod', version: '7', revision: 'a revision' } }
const SHARED: ApplyPlan = { ...MOVED, request: { ...A_PLAN.request, share: 0.1 } }

const APPLY: Samples<typeof applyTexts> = {
  plan: [
    ...applyTexts.plan(A_PLAN, 'orders@256'),
    ...applyTexts.plan(MOVED, 'orders@256'),
    ...applyTexts.plan(SHARED, 'orders@256'),
  ],
  question: applyTexts.question,
  done: [
    applyTexts.done(A_PLAN, {}, 'npx utakata apply --undo'),
    applyTexts.done(MOVED, { version: '8' }, 'npx utakata apply --undo'),
    applyTexts.done(SHARED, { version: '8' }, 'npx utakata apply --undo'),
  ],
  interrupted: applyTexts.interrupted,
  unchanged: applyTexts.unchanged,
  undoable: applyTexts.undoable('npx utakata apply --undo'),
}

const DEPLOY: Samples<typeof deployTexts> = {
  roomTooSmall: [8, 0].map((free) => deployTexts.roomTooSmall(100, { free, all: 10 })),
  roomUnknown: deployTexts.roomUnknown(100, deployTexts.notAllowedToAsk),
  notAllowedToAsk: deployTexts.notAllowedToAsk,
}

const TITLES: Samples<typeof titleTexts> = {
  coldStarts: titleTexts.coldStarts('ab of orders'),
  stack: titleTexts.stack('utakata'),
  functions: [0, 2].map((more) => titleTexts.functions(['sequential', 'pipelined'], more)),
}

test.each([
  ['stopping.txt', stoppingTexts],
  ['progress.txt', PROGRESS],
  ['announcements.txt', ANNOUNCEMENTS],
  ['comparison-plan.txt', COMPARISON],
  ['notices.txt', NOTICES],
  ['traces.txt', TRACES],
  ['logs.txt', LOGS],
  ['sweep.txt', SWEEP],
  ['job.txt', JOB],
  ['start.txt', START],
  ['serving.txt', SERVING],
  ['ending.txt', ENDING],
  ['titles.txt', TITLES],
  ['apply.txt', APPLY],
  ['deploy.txt', DEPLOY],
])('the texts of commands are as they are kept in %s', (file, sentences) => {
  expectWording(file, sentences)
})
