import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageOf } from '../../../bench/commands/results/give-report.ts'
import { reportIn } from '../../../bench/commands/report/report.ts'
import { readLiveFile } from '../../../bench/live/viewer-pauses.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { drawTerminal } from '../../../bench/report/render/terminal.ts'
import { readTrials, type Trial } from '../../../bench/trial/trial.ts'
import { aFolder } from '../../support/folders.ts'
import { samples } from '../../support/samples.ts'
import { loadTrialsOf } from '../judge/load/simulated.ts'
import { A_TRIAL, trialsOf, aFault, MOCK_SERVER_DIED } from '../../support/trials.ts'
import { anIo } from '../../support/in-process.ts'
import { errorText, problemText } from '../../../bench/report/messages/problems.ts'

type Change = Readonly<Record<string, unknown>>

const lineOf = (change: Change = {}) => `${JSON.stringify({ ...A_TRIAL, ...change })}\n`

/** Why a file whose 17th line is this one is refused. */
function refusal(line: string): string {
  const file = join(aFolder({ 'trials.jsonl': lineOf().repeat(16) + line }), 'trials.jsonl')
  try {
    readTrials(file)
  } catch (error) {
    return errorText(error).replace(file, 'trials.jsonl')
  }
  return 'it was read'
}

const scenario = (change: Change) => ({ scenario: { ...A_TRIAL.scenario, ...change } })

// Breakage: a field without a range. The first one took the report 43 minutes.
test.each<[Change, string]>([
  [{ makespanMs: 5e-324 }, 'makespanMs: expected 0.001 to 86,400,000 ms, got 5e-324'],
  [{ makespanMs: 1e308 }, 'makespanMs: expected 0 to 86,400,000 ms, got 1e+308'],
  [{ makespanMs: -1 }, 'makespanMs: expected 0 to 86,400,000 ms, got -1'],
  [{ makespanMs: 'NaN' }, 'makespanMs: expected 0 to 86,400,000 ms, got "NaN"'],
  [{ makespanMs: null }, 'makespanMs: expected 0 to 86,400,000 ms, got null'],
  [scenario({ margin: -1 }), 'scenario.margin: expected 0.001 to 1, got -1'],
  [scenario({ margin: 1e308 }), 'scenario.margin: expected 0.001 to 1, got 1e+308'],
  [
    scenario({ iterations: 1e15 }),
    'scenario.iterations: expected a whole number from 0 to 1,000,000, got 1000000000000000',
  ],
  [
    scenario({ variants: Array.from({ length: 65 }, (_, at) => `${at}`) }),
    'scenario.variants: expected at most 64 names, got a list of 65',
  ],
  [scenario({ variants: ['sequential', 'sequential'] }), 'scenario.variants: expected each name once, got a list of 2'],
  [scenario({ reference: 'none' }), 'scenario.reference: expected one of scenario.variants, got "none"'],
  [scenario({ looks: [{ blocks: 6, alpha: 0 }] }), 'scenario.looks.0.alpha: expected 0.000001 to 0.5, got 0'],
  [{ variant: 'nobody' }, 'variant: expected one of scenario.variants, got "nobody"'],
  [{ block: 1e9 }, 'block: expected a whole number from 0 to 1,000,000, got 1000000000'],
  [{ iteration: 0.5 }, 'iteration: expected a whole number from 0 to 1,000,000, got 0.5'],
  [{ items: 1e15 }, 'items: expected 0 to 1,000,000,000, got 1000000000000000'],
  [{ cpuMs: -5 }, 'cpuMs: expected 0 to 1,000,000,000,000 ms, got -5'],
  [{ peakRssBytes: 1e30 }, 'peakRssBytes: expected 0 to 1,000,000,000,000,000 bytes, got 1e+30'],
  [{ beganAt: 'yesterday' }, 'beganAt: expected an instant such as 2026-01-15T09:00:00.000Z, got "yesterday"'],
  [
    { beganAt: '+275760-09-13T00:00:00.000Z' },
    'beganAt: expected an instant such as 2026-01-15T09:00:00.000Z, got "+275760-09-13T00:00:00.000Z"',
  ],
  [{ steps: { fetch: { count: -1 } } }, 'steps.fetch.count: expected 0 to 1,000,000,000, got -1'],
  [{ failures: { 'fetch\u001B': 1e300 } }, 'failures.fetch\\u001B: expected 0 to 1,000,000,000, got 1e+300'],
  [{ phase: '\u001B[31m' }, 'phase: expected one of warmup, measured, cold, got "\\u001B[31m"'],
  [{ mock: [] }, 'mock: expected keys with values, got a list of 0'],
])('a trial with %o is refused with its file, line and field', (change, why) => {
  expect(refusal(lineOf(change))).toBe(`trials.jsonl:17: ${why}`)
})

test('what is no line of JSON is refused, and shown as visible text', () => {
  const json = 'trials.jsonl:17: expected a trial as JSON, got'
  expect(refusal('\0\u001B[2J\n')).toBe(`${json} "\\u0000\\u001B[2J"`)
  expect(refusal(`\uFEFF${lineOf()}`)).toContain(`${json} "\\uFEFF{`)
  expect(refusal(lineOf().replace('"makespanMs":60', '"makespanMs":NaN'))).toContain(json)
  expect(refusal(lineOf().replace('"makespanMs":60', '"makespanMs":1e999'))).toBe(
    'trials.jsonl:17: makespanMs: expected 0 to 86,400,000 ms, got Infinity',
  )
  expect(refusal(`${'['.repeat(200_000)}\n`)).toContain(json)
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  expect(refusal(lineOf().replace('"cpuMs":20', `"cpuMs":${deep}`))).toMatch(
    /cpuMs: expected 0 to .* ms, got a list of 1$/,
  )
  expect(refusal('{"a":1}\n')).toContain('expected a trial, got keys with values without a schema')
  expect(refusal(lineOf({ schema: 3 }))).toContain('expected a trial of schema 6, got 3')
  expect(refusal(`${'x'.repeat(1_100_000)}\n`)).toBe(
    'expected trials in trials.jsonl, which has more than 1 MB in line 17',
  )
})

test('what is odd and does no harm is read', () => {
  const read = (line: string) => readTrials(join(aFolder({ 'trials.jsonl': line }), 'trials.jsonl')).trials[0]!
  expect(read(lineOf().replace('\n', '\r\n'))).toEqual(A_TRIAL)
  expect(read(lineOf().replace('"feeds":12', '"feeds":1,"feeds":12'))).toEqual(A_TRIAL)
  expect(read(lineOf().replace('{', '{"__proto__":{"variant":"x"},'))).toEqual(A_TRIAL)
  const failures = read(lineOf().replace('"failures":{', '"failures":{"__proto__":1,"constructor":2')).failures
  expect(Object.getPrototypeOf(failures)).toBe(Object.prototype)
  expect(read(lineOf({ faults: [aFault('\uD800')] })).faults).toEqual([aFault('\\uD800')])
})

// Breakage: a file that is opened as if it were one: nobody ever writes to this one.
test('a FIFO in the place of any file of a result is refused, or left out with a warning', async () => {
  const trials = trialsOf({ blocks: 2, iterations: 1 }).map((trial) => `${JSON.stringify(trial)}\n`)
  const messageWith = async (name: string) => {
    const folder = aFolder(name === 'trials.jsonl' ? {} : { 'trials.jsonl': trials.join('') })
    execFileSync('mkfifo', [join(folder, name)])
    expect(readLiveFile(folder)).toBeUndefined()
    try {
      return (await reportIn(folder, {}, anIo())).warnings.map(problemText).join().replaceAll(folder, 'folder')
    } catch (error) {
      expect(error).toBeInstanceOf(UserError)
      return errorText(error).replaceAll(folder, 'folder')
    }
  }
  const why = 'is a FIFO, not a regular file'
  expect(await messageWith('trials.jsonl')).toBe(`expected trials in folder/trials.jsonl, which ${why}`)
  expect(await messageWith('traces.jsonl')).toContain(
    `expected trials in folder/traces.jsonl, which ${why}; delete that file`,
  )
  expect(await messageWith('timelines.jsonl')).toContain(
    `expected timelines in folder/timelines.jsonl, which ${why}; report.html`,
  )
  expect(await messageWith('scenario.json')).toContain(
    'folder/scenario.json: expected the scenario that was measured, got another',
  )
  expect(await messageWith('sweep.json')).toBe(`expected a sweep in folder/sweep.json, which ${why}`)
  expect(await messageWith('live.json')).toBe('')
})

const RUNS = samples(60)

/** Any figure that a trial may have, the least and the greatest among them. */
const figure = (least: number, most: number) =>
  fc.oneof(fc.constantFrom(least, most, (least + most) / 2), fc.double({ min: least, max: most, noNaN: true }))
const wholeNumber = (most: number) => fc.oneof(fc.constantFrom(0, 1, most), fc.nat(most))
/** Figures of runs that stay what they are. */
const oddFigures: fc.Arbitrary<Partial<Trial>> = fc.record(
  {
    makespanMs: figure(0.001, 86_400_000),
    cpuMs: figure(0, 1e12),
    eventLoopDelayMs: figure(0, 86_400_000),
    peakRssBytes: figure(0, 1e15),
    idealMs: figure(0, 86_400_000),
    plannedIdealMs: figure(0, 86_400_000),
    firstNotificationMs: figure(0, 86_400_000),
    feeds: wholeNumber(1e9),
    sent: wholeNumber(1e9),
    peakConnections: wholeNumber(1e9),
    position: wholeNumber(1e6),
    slowedBy: figure(0, 100),
    beganAt: fc.constantFrom('1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'),
    faults: fc.constantFrom([aFault('one')], []),
    split: fc.record({
      waitingMs: figure(-86_400_000, 86_400_000),
      cpuMs: figure(-86_400_000, 86_400_000),
      queueingMs: figure(-86_400_000, 86_400_000),
      startUpMs: figure(-86_400_000, 86_400_000),
      path: fc.constant({ fetch: 0, check: 1e9, notify: 0.5 }),
      meanConcurrency: figure(0, 1e9),
    }),
    mock: fc.record({
      requests: wholeNumber(1e9),
      heldMs: figure(0, 1e12),
      fetchHeldMs: figure(0, 1e12),
      notifyHeldMs: figure(0, 1e12),
      drawnMs: figure(0, 1e12),
      cpuMs: figure(0, 1e12),
      lagMs: figure(0, 86_400_000),
    }),
    invocation: fc.record({
      function: fc.constant('a-function'),
      memoryMb: figure(0, 1e7),
      container: fc.constantFrom('a', 'b'),
      billedMs: figure(0, 1e12),
      initMs: figure(0, 86_400_000),
      maxMemoryMb: figure(0, 1e7),
    }),
  },
  { requiredKeys: [] },
)
const oddArrival = fc.record({
  intendedMs: figure(0, 1e12),
  startedMs: figure(0, 1e12),
  backlog: wholeNumber(1e9),
  everyMs: figure(0.001, 86_400_000),
  stoodStillMs: figure(0, 1e12),
})
/** What makes another run of one. */
const oddKind: fc.Arbitrary<Partial<Trial>> = fc.record(
  {
    phase: fc.constantFrom('warmup', 'measured', 'cold'),
    place: fc.constantFrom('local', 'lab', 'aws'),
    role: fc.constantFrom('reference', 'candidate', 'aa-check', 'sensitivity-check', 'baseline'),
    discarded: fc.constantFrom(MOCK_SERVER_DIED),
    arrival: oddArrival,
  },
  { requiredKeys: [] },
)

// Breakage: a loop over powers or numbers of blocks without an end, a logarithm of nothing, a sum that is none. One that never ends is seen
// by the test being given up.
test('whatever a valid file holds, there is a report, or a reason why there is none', async () => {
  const rate = await loadTrialsOf({ blocks: 2, jobs: 8 })
  const race = trialsOf({ blocks: 6, iterations: 1, cold: 2 })
  const odd = fc.record({
    figures: fc.array(oddFigures, { minLength: 1, maxLength: 8 }),
    kinds: fc.array(fc.tuple(fc.nat(race.length), oddKind), { maxLength: 2 }),
    arrivals: fc.array(oddArrival, { minLength: 1, maxLength: 3 }),
    isAll: fc.boolean(),
    isRate: fc.boolean(),
    blockStep: fc.constantFrom(1, 7, 100_000),
    margin: figure(0.001, 1),
    place: fc.constantFrom('local', 'aws'),
  })
  let reports = 0
  await fc.assert(
    fc.asyncProperty(odd, async ({ figures, kinds, arrivals, isAll, isRate, blockStep, margin, place }) => {
      const trials = (isRate ? rate : race).map((trial, index) => ({
        ...trial,
        target: isRate ? trial.target : place,
        block: trial.block * blockStep,
        scenario: { ...trial.scenario, margin },
        ...(isAll || index % 3 === 0 ? figures[index % figures.length] : {}),
        ...(isRate && trial.arrival && isAll && { arrival: arrivals[index % arrivals.length] }),
        ...kinds.find(([which]) => which === index)?.[1],
      }))
      const folder = aFolder({ 'trials.jsonl': trials.map((trial) => `${JSON.stringify(trial)}\n`).join('') })
      try {
        const report = await reportIn(folder, {}, anIo())
        expect(
          drawTerminal(report.document, { width: 80, colour: false, messages: report.messages }).length,
        ).toBeLessThan(100_000)
        expect((await pageOf(report)).length).toBeLessThan(2_000_000)
        reports++
      } catch (error) {
        expect((error as Error).constructor.name, (error as Error).stack).toBe('UserError')
        expect(errorText(error)).not.toMatch(/undefined|not iterable|is not a|call stack|Invalid/)
      }
    }),
    { numRuns: RUNS },
  )
  expect(reports).toBeGreaterThan(RUNS / 4)
})
