import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { drawOtlp } from '../../../../bench/export/otlp.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { tracesTexts } from '../../../../bench/report/messages/commands.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { problemText } from '../../../../bench/report/messages/problems.ts'
import { readTrials, type Trial } from '../../../../bench/trial/trial.ts'
import { withEnv } from '../../../support/env.ts'
import { aFakeXRay } from '../../../support/fake-xray.ts'
import { aFolder } from '../../../support/folders.ts'
import { run } from '../../../support/in-process.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { comparedSpans, handlerSpans, lambdaResource, spansLine } from '../../../support/spans.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const file = (text: string) => join(aFolder({ 'spans.json': text }), 'spans.json')
const xray = (text: string, ...args: string[]) => run(['xray', '--spans', file(text), ...args])
const readOf = (more: Partial<Parameters<typeof tracesTexts.spans>[0]>) =>
  tracesTexts.spans({ spans: 0, invocations: 0, twice: 0, unusable: 0, torn: 0, outside: 0, ...more })

test('two functions of somebody else are compared by their spans, containers being the unit', async () => {
  const out = join(aFolder(), 'out')
  const { code, stdout, stderr } = await xray(comparedSpans(), '--reference', 'orders-old', '--output', out)
  expect(stderr).toContain(readOf({ spans: 96, invocations: 48 }))
  expect(code).toBe(0)
  expect(stdout).toContain(ENGLISH.traces.functionsTitleSpans)
  expect(stdout).toContain(ENGLISH.verdicts.faster)
  // Breakage: figures of the handler under the name of X-Ray, which sees the service.
  expect(stdout).not.toContain('X-Ray')
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Result
  expect(report.variants.find(({ variant }) => variant === 'orders-new')!.ratio!.ratio).toBeCloseTo(0.6, 1)
  expect(report.tracing).toMatchObject({ by: 'spans', crossCheck: { invocations: 48, matched: 48 } })
  expect(Object.keys(report.tracing!.phases[0]!.phasesMs)).not.toContain('service')
  const { trials } = readTrials(join(out, 'trials.jsonl'))
  expect(trials.filter(({ phase }) => phase === 'cold')).toHaveLength(24)
  // Breakage: a bill without the initialisation, which no span has and Lambda bills.
  for (const { phase, invocation } of trials) expect(invocation!.billedMs === undefined).toBe(phase === 'cold')
})

// Breakage: a request that is signed and sent, before or after the file was read.
test('nobody is asked, and no package of AWS is needed', async () => {
  await using asked = await aFakeXRay([])
  withEnv('AWS_ENDPOINT_URL_XRAY', asked.origin)
  expect(await xray(comparedSpans({ containers: 2 }))).toMatchObject({ code: 5 })
  expect(asked.seen).toEqual([])
  const open = ['bench/main.ts', 'bench/commands/functions/xray-spans.ts']
  const seen = new Set<string>(open)
  const packages = new Set<string>()
  for (const name of open)
    for (const [, from] of readFileSync(join(ROOT, name), 'utf8').matchAll(
      /^(?:import|export) (?!type )(?:[^'"`;]*? from )?'([^']+)'/gm,
    )) {
      if (!from!.startsWith('.')) packages.add(from!)
      const path = join(dirname(name), from!)
      if (from!.startsWith('.') && path.endsWith('.ts') && !seen.has(path)) {
        seen.add(path)
        open.push(path)
      }
    }
  expect(seen.size).toBeGreaterThan(100)
  expect([...packages].filter((name) => name.startsWith('@aws-sdk'))).toEqual([])
})

const byPlace = (trials: readonly Trial[]) =>
  trials
    .filter(({ role }) => role !== 'aa-check' && role !== 'reference')
    .map(({ variant, block, iteration, phase, makespanMs, invocation, beganAt }) => ({
      variant,
      block,
      iteration,
      phase,
      makespanMs,
      beganAt,
      container: invocation!.container,
      memoryMb: invocation!.memoryMb,
      initMs: invocation!.initMs,
      durationMs: invocation!.durationMs,
    }))
    .sort((a, b) => (a.beganAt < b.beganAt ? -1 : 1))

/** As a function reports them: to the microsecond. */
const rounded = (trials: readonly Trial[]) =>
  trials.map((trial) => ({
    ...trial,
    makespanMs: Math.round(trial.makespanMs * 1000) / 1000,
    invocation: { ...trial.invocation!, durationMs: Math.round(trial.invocation!.durationMs! * 1000) / 1000 },
  }))

// Breakage: a container that is split, an iteration that is one off, a warm-up among the warm ones, a time of another span.
test('what was exported of a comparison of functions is the same comparison again', async () => {
  const trials = rounded(invokedTrials({ candidates: { pipelined: { fetch: -50 } } }))
  const out = join(aFolder(), 'out')
  const text = [...drawOtlp(trials, [])].join('')
  const { code, stderr } = await xray(text, '--output', out, '--reference', 'sequential')
  expect(stderr).toContain(readOf({ spans: 108, invocations: 108 }))
  expect(code).toBe(0)
  const again = readTrials(join(out, 'trials.jsonl')).trials
  expect(byPlace(again)).toEqual(byPlace(trials))
  const summary = (all: readonly Trial[], isReference: boolean) =>
    all
      .filter(({ role }) => (role === 'reference' || role === 'aa-check') === isReference)
      .map(({ phase, makespanMs }) => `${phase} ${makespanMs}`)
      .sort()
  for (const isReference of [true, false]) expect(summary(again, isReference)).toEqual(summary(trials, isReference))
  expect(again.every(({ target }) => target === 'lab')).toBe(true)
})

test('spans of two results are not compared with each other', async () => {
  const one = invokedTrials({ containers: 1 })
  const other = one.map((trial) => ({
    ...trial,
    scenario: { ...trial.scenario, name: 'another' },
    beganAt: '2026-01-16T09:00:00.000Z',
  }))
  const { code, stderr } = await xray([...drawOtlp(one, []), ...drawOtlp(other, [])].join(''))
  expect(code).toBe(1)
  expect(stderr).toContain('got those of 2')
  expect(stderr).toContain('give --spans the files of one')
})

test('files may be several, and what is in both counts once', async () => {
  const text = comparedSpans({ containers: 3 })
  const [one, other] = [file(text), file(comparedSpans({ containers: 2 }))]
  const { stdout, stderr } = await run(['xray', '--spans', one, '--spans', other, '--spans', one, '--json'])
  expect(stderr).toContain(readOf({ spans: 40, invocations: 12, twice: 16 }))
  expect(stdout).not.toBe('')
})

test('a span of time and the name of a function narrow what is read, and what is outside is said', async () => {
  const text = comparedSpans({ containers: 2 })
  // The containers begin 100 s apart, with an invocation every second.
  const late = await xray(text, '--from', '2026-01-15T09:01:00Z', '--json')
  expect(late.stderr).toContain(readOf({ spans: 16, invocations: 4, outside: 4 }))
  const early = await xray(text, '--until', '2026-01-15T09:01:00Z', '--json')
  expect(early.stderr).toContain(readOf({ spans: 16, invocations: 4, outside: 4 }))
  const none = await xray(text, '--last', '1h')
  expect(none).toMatchObject({ code: 5, stdout: '' })
  const own = await xray(text, '--function', 'orders-new')
  expect(own.stdout).toMatch(/\norders-new +2 /)
  expect(own.stdout).not.toContain('orders-old')
  const nobody = await xray(text, '--function', 'nobody')
  expect(nobody).toMatchObject({ code: 5, stdout: '' })
  expect(nobody.stderr).toContain('orders-old')
})

test.each([
  [['--run', 'a-run'], 'run'],
  [['--trace', '1-58406520-a006649127e371903a2de979'], 'trace'],
  [['--filter', 'service("orders")'], 'filter'],
  [['--patience', '1m'], 'patience'],
])('an option that asks X-Ray is refused beside it: %s', async (more, beside) => {
  const { code, stdout, stderr } = await xray(comparedSpans({ containers: 1 }), ...more)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  const text = problemText({ code: 'traces-named-twice', parameters: { what: '--spans', beside, why: 'reads-files' } })
  expect(stderr).toBe(`utakata: ${text}\n`)
})

test('so is a folder', async () => {
  const { code, stderr } = await run(['xray', aFolder(), '--spans', file('{}')])
  expect(code).toBe(1)
  expect(stderr).toContain('a folder: expected no --spans beside it')
})

test.each([
  ['other JSON', '{"log":{"entries":[]}}'],
  ['no JSON', 'hello'],
  ['nothing', ''],
  ['bytes', '\0\x01\x02'],
])('a file of %s is a mistake with an explanation', async (_, text) => {
  const { code, stdout, stderr } = await xray(text)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^utakata: .*spans\.json: expected spans as JSON of OTLP/)
})

test('a file that is not there, or is a folder, is a mistake with an explanation', async () => {
  for (const path of ['none.json', '.']) {
    const { code, stderr } = await run(['xray', '--spans', path])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^utakata: expected spans in /)
  }
})

test.each([
  ['no spans at all', '{"resourceSpans":[]}\n', 0],
  [
    'spans of no function',
    spansLine({ 'service.name': 'shop' }, [
      { trace: 1, id: 1, kind: 2 },
      { trace: 1, id: 2, parent: 1, kind: 3 },
    ]),
    2,
  ],
])('a file with %s ends in 5, and says how many it has', async (_, text, spans) => {
  const { code, stdout, stderr } = await xray(text)
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
  expect(stderr).toContain(readOf({ spans }))
  expect(stderr).toContain(tracesTexts.none)
})

test('of a torn file what is whole is compared, and the rest is said', async () => {
  const lines = comparedSpans().split('\n')
  const torn = [...lines.slice(0, 3), lines[3]!.slice(0, 400), ...lines.slice(4)].join('\n')
  const { code, stderr } = await xray(torn, '--reference', 'orders-old')
  expect(stderr).toContain('1 document cut off or no JSON')
  expect(code).toBe(5)
})

test('an invocation that has not ended, or ends before it begins, is lost and not a time', async () => {
  const text = [
    spansLine(lambdaResource('orders', 'a'), [
      ...handlerSpans(1, 50),
      ...handlerSpans(2, 50).map((span) => ({ ...span, takesMs: undefined })),
      ...handlerSpans(3, -5),
      ...handlerSpans(4, 90_000_000),
    ]),
  ].join('')
  const { code, stdout, stderr } = await xray(text)
  expect(code).toBe(0)
  expect(stdout).toMatch(/\norders +1 +50/)
  expect(stderr).toContain(`2 traces left out: ${ENGLISH.trials.impossibleSpan('orders')}.`)
  expect(stderr).toContain(`1 trace left out: ${ENGLISH.trials.traceOpenFunction('orders')}.`)
})

test('what spans do not say of containers and cold starts is said', async () => {
  const bare = { 'faas.name': 'orders', 'cloud.provider': 'aws' }
  const spans = [1, 2].flatMap((number) => handlerSpans(number, 50)).map((span) => ({ ...span, attributes: {} }))
  const { stderr } = await xray(spansLine(bare, spans))
  expect(stderr).toContain(tracesTexts.coldUnknown(['orders']))
  expect(stderr).toContain(tracesTexts.uncontained(2))
})
