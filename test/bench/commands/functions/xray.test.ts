import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { formatSpeedUps } from '../../../../bench/report/format.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { problemText } from '../../../../bench/report/messages/problems.ts'
import { untracedText } from '../../../../bench/report/messages/trial-reasons.ts'
import { rankingTable } from '../../../../bench/report/tables/ranking.ts'
import type { Collector } from '../../../../bench/run/lab/xray/collector.ts'
import { readTrials, type Trial } from '../../../../bench/trial/trial.ts'
import { aFakeXRay, traceIdAt } from '../../../support/fake-xray.ts'
import { aFolder } from '../../../support/folders.ts'
import { run } from '../../../support/in-process.ts'
import { invokedTrials, reinvoked } from '../../../support/invoked-trials.ts'
import { flat } from '../../../support/reported-results.ts'
import { cellsIn } from '../../../support/reports.ts'
import { like } from '../../../support/like.ts'
import { lambdaSegments } from '../../../support/lambda-segments.ts'
import { BEGAN_MS } from '../../../support/traced-runs.ts'
import { nobodyListens } from '../../../support/wire.ts'
import { aCollector, put, putComparison, SPAN, xray } from '../../../support/xray-command.ts'

/** A trace of a function of somebody else, in which `takesMs` are of the invocation, and all of them of a query. */
function putForeign(
  collector: Collector,
  name: string,
  number: number,
  { isCold = false, takesMs = 100, beganMs = BEGAN_MS } = {},
): string {
  const id = traceIdAt(beganMs, number)
  const times = { start_time: beganMs / 1000, end_time: (beganMs + takesMs) / 1000 }
  const query = { id: '00000000000000aa', name: 'DynamoDB', ...times }
  const documents = lambdaSegments({ name, isCold, beganMs, subsegments: [query] })
  put(
    collector,
    id,
    documents.map((document) => {
      const { subsegments = [] } = document as { readonly subsegments?: readonly { readonly name: string }[] }
      return {
        ...document,
        subsegments: subsegments.map((one) => (one.name === 'Invocation' ? { ...one, ...times } : one)),
      }
    }),
  )
  return id
}

const linesOf = (trials: readonly Trial[]) => trials.map((trial) => `${JSON.stringify(trial)}\n`).join('')

const { lambda } = ENGLISH

/** How many invocations have a trace, with what follows. */
const matched = (count: number, invocations: number, percent: string) =>
  like(lambda.crossCheck({ matched: count, invocations, percent }).replace(/ that .*/, '…'))
const unmatched = lambda.unmatchedInvocations

test('a run is found by its name in a span of time, compared, reported and kept', async () => {
  await using collector = await aCollector()
  putComparison(collector, 'a-run')
  putForeign(collector, 'orders', 9999)
  const out = join(aFolder(), 'out')
  const { code, stdout, stderr } = await xray(collector, ['--run', 'a-run', ...SPAN, '--output', out, '--verbose'])
  expect(stderr).toMatch(/^X-Ray was asked \d+ times\.\nReport: /)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Traces of Lambda functions\n[^]*\nInvocations by X-Ray, medians \(95%\)\n/)
  expect(stdout).toMatch(/\nSubsegments of warm invocations of sequential, .*\n.*\nfetch +24 /)
  expect(stdout).toContain('LOCAL EMULATION')
  expect(stdout).toMatch(/\npromise-all +0\.\d{3} \(/)
  expect(stdout).toMatch(new RegExp(`\\npromise-all .* ${ENGLISH.verdicts.faster}\\n`))
  expect(flat(stdout)).toMatch(matched(72, 72, '100.0'))
  expect(stdout).not.toContain('orders')
  expect(stdout).not.toMatch(/NaN|undefined|Infinity/)
  const { trials } = readTrials(join(out, 'trials.jsonl'))
  expect(trials).toHaveLength(72)
  expect(new Set(trials.map(({ variant }) => variant))).toEqual(new Set(['sequential', 'promise-all', 'A/A']))
  expect(existsSync(join(out, 'report.md'))).toBe(true)
})

test('its report as JSON is alone on standard output, and the same as in the folder', async () => {
  await using collector = await aCollector()
  putComparison(collector, 'a-run')
  const out = join(aFolder(), 'out')
  const { code, stdout } = await xray(collector, ['--run', 'a-run', ...SPAN, '--output', out, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, target: 'lab', scenario: { name: 'a-run' } })
  expect(stdout).toBe(readFileSync(join(out, 'report.json'), 'utf8'))
})

test('a run of fewer than 12 containers has no verdicts, and says how many traces it takes', async () => {
  await using collector = await aCollector()
  putComparison(collector, 'a-run', { containers: 2 })
  const { code, stdout } = await xray(collector, ['--run', 'a-run', ...SPAN])
  expect(code).toBe(5)
  expect(flat(stdout)).toContain(ENGLISH.recommendation.tooFewContainersTraced(12))
  expect(stdout).not.toMatch(/--containers|the cause is/)
})

test('single traces are found by their ids, and those that never come are said to be left out', async () => {
  await using collector = await aCollector()
  const ids = [putForeign(collector, 'orders', 1), putForeign(collector, 'orders', 2)]
  putForeign(collector, 'orders', 3)
  const lost = traceIdAt(BEGAN_MS, 4)
  const args = [...ids, lost].flatMap((id) => ['--trace', id])
  const { code, stdout, stderr } = await xray(collector, [...args, '--patience', '1ms'])
  expect(code).toBe(0)
  expect(stderr).toContain('1 trace left out: it never came.')
  expect(stdout).toMatch(/\norders +2 +520 +0 +0\n/)
  expect(stdout).toMatch(/\nDynamoDB +2 +1\.00 +100 +100 +100 +0\n/)
})

test('a filter finds functions of anybody, and one that X-Ray does not understand is a sentence', async () => {
  await using collector = await aCollector()
  putForeign(collector, 'orders', 1)
  putForeign(collector, 'billing', 2)
  const found = await xray(collector, ['--filter', 'service("orders")', ...SPAN])
  expect(found.code).toBe(0)
  expect(found.stdout).toContain('orders')
  expect(found.stdout).not.toContain('billing')
  const wrong = await xray(collector, ['--filter', 'service(', ...SPAN])
  expect(wrong).toMatchObject({ code: 1, stdout: '' })
  expect(wrong.stderr).toMatch(/^utakata: /)
  expect(wrong.stderr).not.toMatch(/\n +at |utakata: internal error/)
})

test('two functions of somebody else are compared by what their traces show, and the rest is dashes', async () => {
  await using collector = await aCollector()
  for (let block = 0; block < 12; block++)
    for (const [place, name] of ['orders-new', 'orders-old'].entries()) {
      const takesMs = (place === 0 ? 60 : 100) + (block % 3)
      const beganMs = BEGAN_MS + block * 2000
      putForeign(collector, name, 100 * block + 10 * place + 1, { isCold: true, beganMs })
      putForeign(collector, name, 100 * block + 10 * place + 2, { takesMs, beganMs: beganMs + 1000 })
    }
  const out = join(aFolder(), 'out')
  const { code, stdout } = await xray(collector, [...SPAN, '--reference', 'orders-old', '--output', out])
  expect(code).toBe(0)
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Result
  const cells = cellsIn(rankingTable([report], ENGLISH), 'orders-new')
  const { ratio, low, high } = report.variants[1]!.ratio!
  expect(ratio).toBeCloseTo(0.6, 1)
  expect(cells[ENGLISH.comparison.speedUpColumn]).toBe(
    ENGLISH.comparison.speedUp(formatSpeedUps({ ratio, low, high }, ENGLISH).withInterval, ENGLISH.verdicts.faster),
  )
  for (const text of [cells[ENGLISH.comparison.speedUpColumn], ENGLISH.checks.outputUnknown, ENGLISH.checks.aaAbsent])
    expect(flat(stdout)).toContain(text)
  for (const text of [stdout, readFileSync(join(out, 'report.md'), 'utf8')])
    expect(text).not.toMatch(/NaN|undefined|Infinity|0 feeds/)
})

// Breakage: an id of W3C with its dashes in another place, which is another trace or none.
test('a trace is found by its id as X-Ray, W3C and a header of a request write it', async () => {
  await using collector = await aCollector()
  const id = putForeign(collector, 'orders', 1)
  const w3c = id.slice(2).replace('-', '')
  const forms = [id, w3c, w3c.toUpperCase(), `00-${w3c}-53995c3f42cd8ad8-01`]
  for (const form of forms) {
    const { code, stdout } = await xray(collector, ['--trace', form])
    expect(code).toBe(0)
    expect(stdout).toMatch(/\norders +1 /)
  }
  const all = await xray(
    collector,
    forms.flatMap((form) => ['--trace', form]),
  )
  expect(all.stdout).toMatch(/\norders +1 /)
})

test.each([
  '12',
  '58406520a006649127e371903a2de97',
  '0'.repeat(32),
  '00-58406520a006649127e371903a2de979-53995c3f42cd8ad8',
  '00-58406520a006649127e371903a2de979',
  'ff-58406520a006649127e371903a2de979-53995c3f42cd8ad8-01',
  '58406520a006649127e371903a2de979-53995c3f42cd8ad8-01',
  '1-58406520-a006649127e371903a2de979-01',
])('what is no id of a trace is refused: %s', async (given) => {
  const { code, stderr } = await xray({ endpoint: 'http://127.0.0.1:9' }, ['--trace', given])
  expect(code).toBe(1)
  expect(stderr).toBe(`utakata: ${problemText({ code: 'not-a-trace-id', parameters: { given } })}\n`)
})

// Breakage: ratios to some function or other, where the name of the reference has a typing mistake.
test('a reference that is not among what was found is answered with what was', async () => {
  await using collector = await aCollector()
  putForeign(collector, 'orders', 1)
  putForeign(collector, 'billing', 2)
  const { code, stdout, stderr } = await xray(collector, [...SPAN, '--reference', 'oders'])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('utakata: --reference: expected one of billing, orders, got "oders"; did you mean orders?\n')
})

test('of several functions in a trace the one that is named is reported', async () => {
  await using collector = await aCollector()
  const id = traceIdAt(BEGAN_MS, 1)
  put(collector, id, [
    ...lambdaSegments({ name: 'caller' }),
    ...lambdaSegments({
      name: 'called',
      id: 'abcdef0123456789',
      parent: '53995c3f42cd8ad8',
      beganMs: BEGAN_MS + 50,
    }),
  ])
  const first = await xray(collector, ['--trace', id])
  expect(first.stdout).toMatch(/\ncaller +1 /)
  const named = await xray(collector, ['--trace', id, '--function', 'called'])
  expect(named.stdout).toMatch(/\ncalled +1 /)
  const none = await xray(collector, ['--trace', id, '--function', 'nobody'])
  expect(none).toMatchObject({ code: 5, stdout: '' })
  expect(none.stderr).toContain('1 trace left out: of caller, called, not of the function nobody.')
})

test('where nothing is found it says so and ends in 5, with nothing on standard output', async () => {
  await using collector = await aCollector()
  for (const how of [[], ['--json']]) {
    const { code, stdout, stderr } = await xray(collector, [...SPAN, ...how])
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
    expect(stderr).toContain('No trace of an invocation of a Lambda function was found.')
  }
})

test('a trace of which only a part has come is left out, with what it lacks', async () => {
  await using collector = await aCollector()
  const id = traceIdAt(BEGAN_MS, 1)
  put(collector, id, lambdaSegments({ name: 'orders' }).slice(0, 1))
  const { code, stderr } = await xray(collector, ['--trace', id, '--patience', '1ms'])
  expect(code).toBe(5)
  expect(stderr).toContain('1 trace left out: of orders only the segment AWS::Lambda has come.')
})

// Breakage: nothing at all on standard output, which no script can parse.
test('one function alone is no comparison: as JSON its invocations are listed, and with --output they are kept', async () => {
  await using collector = await aCollector()
  const id = putForeign(collector, 'orders', 1)
  const out = join(aFolder(), 'out')
  const { code, stdout, stderr } = await xray(collector, [...SPAN, '--json', '--output', out])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    invocations: [{ traceId: id, functionName: 'orders', totalMs: 520, steps: { DynamoDB: { count: 1 } } }],
  })
  expect(stderr).toContain(
    `Written: ${out}/trials.jsonl. Too little to compare: that takes two functions, with warm invocations of each.`,
  )
  expect(readTrials(join(out, 'trials.jsonl')).trials).toHaveLength(1)
})

/** A folder of a comparison whose traces were not requested yet, and whose last invocation never had an id of any. */
function aDrivenFolder(ids: readonly string[]): string {
  const driven = invokedTrials({ warm: 1, isTraced: false, candidates: { 'promise-all': { fetch: -50 } } }).map(
    (trial, index) => ({
      ...trial,
      sent: 0,
      deliveries: { ...trial.deliveries, accepted: 0, posts: 0 },
      ...reinvoked(trial, { traceId: index === 71 ? undefined : ids[index], function: functionOf(trial) }),
    }),
  )
  return aFolder({ 'trials.jsonl': linesOf(driven) })
}

const functionOf = ({ variant }: Trial) => `utakata-${variant === 'A/A' ? 'sequential' : variant}`

// Breakage: invocations without a trace that all became the last one of them when the report was made again.
test('a folder of a comparison is joined with its traces, and its report made again says the same', async () => {
  await using collector = await aCollector()
  const folder = aDrivenFolder(putComparison(collector, 'a-run'))
  const { code, stdout } = await xray(collector, [folder, '--patience', '1ms', '--verbose'])
  expect(code).toBe(0)
  expect(flat(stdout)).toMatch(matched(71, 71, '100.0'))
  expect(readTrials(join(folder, 'traces.jsonl')).trials).toHaveLength(72)
  const again = await run(['report', folder, '--verbose'])
  expect(again).toMatchObject({ code, stdout })
  const { next } = ENGLISH
  expect(again.stderr).toMatch(
    like(`${next.reportPath('…')}\n…${next.reportHint}\n${next.otherFiles('…')}\n${next.suggestion('…')}\n`),
  )
  const json = await run(['report', folder, '--json'])
  expect(json.stdout).toBe(readFileSync(join(folder, 'report.json'), 'utf8'))
})

test('traces that never came are in the report, which then has no verdicts', async () => {
  await using collector = await aCollector()
  const ids = putComparison(collector, 'a-run')
  const folder = aDrivenFolder(ids.map((id, index) => (index < 4 ? traceIdAt(BEGAN_MS, 5000 + index) : id)))
  const { code, stdout } = await xray(collector, [folder, '--patience', '1ms', '--verbose'])
  expect(code).toBe(5)
  expect(flat(stdout)).toMatch(matched(67, 71, '94.3'))
  expect(stdout).toContain(unmatched(4, untracedText({ code: 'never-came' })))
  expect(stdout).toMatch(like(`promise-all  …${ENGLISH.verdicts.insufficientTraces}`))
})

test('a torn file of traces warns, and what it lost counts as not matched', async () => {
  const trials = invokedTrials({ candidates: { pipelined: { fetch: -50 } } })
  const untraced = trials.map((trial) => ({ ...trial, traced: undefined }))
  const whole = linesOf(trials)
  const folder = aFolder({ 'trials.jsonl': linesOf(untraced), 'traces.jsonl': whole })
  const before = await run(['report', folder, '--verbose'])
  expect(before).toMatchObject({ code: 0 })
  expect(before.stderr).not.toContain('torn')
  expect(flat(before.stdout)).toMatch(matched(108, 108, '100.0'))
  const torn = aFolder({ 'trials.jsonl': linesOf(untraced), 'traces.jsonl': whole.slice(0, -50) })
  const { code, stdout, stderr } = await run(['report', torn, '--verbose'])
  expect(code).toBe(0)
  expect(stderr).toContain('traces.jsonl:108: the last line is torn')
  expect(flat(stdout)).toMatch(matched(107, 108, '99.0'))
  expect(stdout).toContain(unmatched(1, ENGLISH.trials.traceNotInFile('traces.jsonl')))
})

test('a file of traces that cannot be read is a mistake with an explanation, and what to do', async () => {
  const folder = aFolder({ 'trials.jsonl': linesOf(invokedTrials()), 'traces.jsonl': 'hello\n' })
  const { code, stdout, stderr } = await run(['report', folder])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    `utakata: ${folder}/traces.jsonl:1: expected a trial as JSON, got "hello"; delete that file for a report without traces, or ask for them again with utakata xray\n`,
  )
})

test('a local X-Ray that nobody runs, and an AWS that refuses, are sentences and no stack', async () => {
  const endpoint = await nobodyListens()
  const gone = await xray({ endpoint }, SPAN)
  await using refusing = await aFakeXRay([], { refusal: [403, 'AccessDeniedException', 'User is not authorized'] })
  const denied = await xray({ endpoint: refusing.origin }, SPAN)
  for (const { code, stdout, stderr } of [gone, denied]) {
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^utakata: /)
    expect(stderr).not.toMatch(/\n +at |utakata: internal error|5ecret/)
  }
  expect(denied.stderr).toContain('xray:GetTraceSummaries')
})

test('that an account sends its traces elsewhere is said before its few traces', async () => {
  await using elsewhere = await aFakeXRay([], { destination: 'CloudWatchLogs' })
  const { code, stderr } = await xray({ endpoint: elsewhere.origin }, SPAN)
  expect(code).toBe(5)
  expect(stderr).toMatch(/^This account has its traces in CloudWatch Logs/)
})

// Breakage: the traffic of the whole account is fetched, and all but one function's thrown away here.
test('a function that is named is searched for by X-Ray itself, and that Lambda samples is said', async () => {
  await using fake = await aFakeXRay([])
  const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders:live'
  const { stderr } = await xray({ endpoint: fake.origin }, ['--function', arn, ...SPAN])
  expect(fake.searches[0]!.FilterExpression).toBe('service(id(name: "orders", type: "AWS::Lambda::Function"))')
  expect(stderr).toContain('Lambda samples 1 request a second and 5% of the others')
  const both = await xray({ endpoint: fake.origin }, ['--function', 'orders', '--filter', 'annotation.a = 1', ...SPAN])
  expect(both.code).toBe(5)
  expect(fake.searches.at(-1)!.FilterExpression).toContain('AND (annotation.a = 1)')
  const wrong = await xray({ endpoint: fake.origin }, ['--function', 'orders")', ...SPAN])
  expect(wrong.stderr).toContain('--function: expected the name of a Lambda function')
})

// Breakage: a function that does nothing, in less than X-Ray's millisecond, and a stack trace of a logarithm of 0.
test('what took no time that X-Ray can measure is compared all the same', async () => {
  await using collector = await aCollector()
  for (let block = 0; block < 12; block++)
    for (const [place, name] of ['idle', 'orders'].entries()) {
      putForeign(collector, name, 100 * block + 10 * place + 1, { isCold: true, beganMs: BEGAN_MS + block * 1000 })
      putForeign(collector, name, 100 * block + 10 * place + 2, {
        beganMs: BEGAN_MS + block * 1000 + 500,
        takesMs: place === 0 ? 0 : 100,
      })
    }
  const { code, stdout, stderr } = await xray(collector, [...SPAN, '--reference', 'orders', '--verbose'])
  expect(stderr).not.toContain('utakata: internal error')
  expect(code).toBe(0)
  expect(stdout).toMatch(/\nidle +0\.005 \(0\.005 to 0\.005\)/)
  expect(stdout).toMatch(new RegExp(`\\nidle .* ${ENGLISH.verdicts.faster}\\n`))
  // Breakage: dollars of no memory at all, which are those of requests alone, and the same for each.
  expect(stdout).toMatch(/\nidle +0\.50 \(0\.50 to 0\.50\) +0\.005 \(0\.005 to 0\.005\)\n/)
  expect(stdout).toContain(ENGLISH.comparison.costBasisTime)
})
