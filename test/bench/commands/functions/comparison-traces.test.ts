import { aFault } from '../../../support/trials.ts'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readFolder } from '../../../../bench/commands/report/report.ts'
import type { Comparison } from '../../../../bench/commands/functions/run-comparison.ts'
import { readTrials } from '../../../../bench/trial/trial.ts'
import { aWorld, INVOCATIONS, PUT_BACK } from '../../../support/compared-functions.ts'
import { trialAt } from '../../../support/comparisons.ts'
import { eventually } from '../../../support/eventually.ts'
import { aFakeXRay, clientOf, traceIdAt } from '../../../support/fake-xray.ts'
import { lambdaSegments } from '../../../support/lambda-segments.ts'
import { BEGAN_MS } from '../../../support/traced-runs.ts'
import { nobodyListens } from '../../../support/wire.ts'

test('a comparison ends in trials, traces and a report, with everything as it was', async () => {
  await using world = await aWorld()
  expect(await world.run({ report: { verbose: true } })).toBe(0)
  const { trials } = readTrials(world.folderOf('trials.jsonl'))
  expect(trials).toHaveLength(INVOCATIONS)
  expect(trials.filter(({ phase }) => phase === 'cold')).toHaveLength(6)
  expect(trials.every(({ traced, untraced, faults }) => !traced && !untraced && faults.length === 0)).toBe(true)
  const traced = readTrials(world.folderOf('traces.jsonl')).trials
  expect(traced.map(({ traced: trace, ...others }) => [trace?.makespanMs, JSON.stringify(others)])).toEqual(
    trials.map((trial) => [trial.makespanMs, JSON.stringify(trial)]),
  )
  expect(readFolder(world.folder).trials).toEqual(traced)
  expect(world.report().variants.map(({ variant, verdict }) => [variant, verdict?.code])).toEqual([
    ['sequential', undefined],
    ['pipelined', 'faster'],
    ['A/A', 'equivalent'],
  ])
  expect(existsSync(world.folderOf('report.md'))).toBe(true)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(world.printed.stderr).toContain('function-sequential: UTAKATA_TOUCHED removed')
  expect(world.printed.stderr).toContain('traces.jsonl')
})

test('without requested traces there are none, nor a file of them', async () => {
  await using world = await aWorld()
  expect(await world.run({ xray: undefined })).toBe(0)
  expect(existsSync(world.folderOf('traces.jsonl'))).toBe(false)
  expect(world.xray.seen).toEqual([])
  expect(world.printed.stderr).not.toContain('traces.jsonl')
})

test('where nobody wants to read what was put back nothing is said of it', async () => {
  await using world = await aWorld()
  await world.run({ xray: undefined, isPlain: true })
  expect(world.printed.stderr).not.toContain('UTAKATA_TOUCHED')
  expect(world.variables()).toEqual(PUT_BACK)
})

test('a container that stays one of before is asked again, and reported', async () => {
  await using world = await aWorld()
  await world.run({
    xray: undefined,
    pause: async () => {},
    targetFor: () => ({
      renew: async () => ({}),
      retire: async () => {},
      take: async (turn) =>
        trialAt(
          turn,
          turn.variant.name === 'A/A' && turn.block === 1 && turn.iteration === 0 ? { phase: 'warmup' } : {},
        ),
    }),
  })
  expect(world.printed.stderr).toContain('function-sequential: an old container answered; trying again in 1 s')
  expect(world.printed.stderr).toContain(
    'container 1 of A/A: no new container of function-sequential with a cold start answered; this one is replaced, up to a limit',
  )
})

// Breakage: "No iteration was finished", which leaves whoever has paid for it at a loss.
test('where no container is ever recognised as new it is said why there is no report', async () => {
  await using world = await aWorld()
  const code = await world.run({
    xray: undefined,
    pause: async () => {},
    targetFor: () => ({
      renew: async () => ({}),
      retire: async () => {},
      take: async (turn) => trialAt(turn, turn.iteration === 0 ? { phase: 'warmup' } : {}),
    }),
  })
  expect(code).toBe(5)
  expect(world.printed.stderr).toContain(
    'answered only from old containers, or from ones whose cold start Lambda did not report',
  )
})

test('how long the first new containers took is told once, before they are invoked', async () => {
  await using world = await aWorld()
  const took: string[] = []
  await world.run({
    xray: undefined,
    renewedFirst: (ms) => took.push(`${ms >= 0} after ${world.lambda.seen.length} invocations`),
  })
  expect(took).toEqual(['true after 0 invocations'])
})

// Breakage: a verdict without the check that nobody has waived.
test('a Ctrl-C while traces are waited for gives up the traces and not the report, which then has no verdict', async () => {
  await using world = await aWorld()
  await using xray = await aFakeXRay([])
  const running = world.run({ xray: xray.client, patienceMs: 3_600_000 })
  await eventually('traces were requested', () => xray.batches.length > 0)
  world.pressCtrlC()
  expect(await running).toBe(130)
  expect(world.printed.stderr).toContain(`utakata xray ${world.folder} asks for them again`)
  expect(world.report().iterationsCounted).toBe(2)
  expect(world.report().variants.map(({ verdict }) => verdict?.code)).toEqual([
    undefined,
    'insufficient-traces',
    'insufficient-traces',
  ])
  const { trials } = readTrials(world.folderOf('traces.jsonl'))
  expect(new Set(trials.map(({ untraced }) => untraced?.code))).toEqual(new Set(['interrupted']))
})

// Breakage: a moment in which nobody listens, so that the process ends with a report half written, or none.
test.each<readonly [string, (press: () => void) => Partial<Comparison>]>([
  ['while the functions are put back', (press) => ({ around: async (phase) => void (phase === 'post' && press()) })],
  [
    'when the report is written',
    (press) => ({
      report: {
        // Looked at when it is drawn.
        get lang() {
          press()
          return 'en'
        },
      },
    }),
  ],
])('a Ctrl-C %s still leaves traces and a whole report', async (_, changesFor) => {
  await using world = await aWorld()
  let presses = 0
  expect(await world.run(changesFor(() => void (presses++ === 0 && world.pressCtrlC())))).toBe(130)
  expect(presses).toBeGreaterThan(0)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(readTrials(world.folderOf('traces.jsonl')).trials.every(({ traced }) => traced !== undefined)).toBe(true)
  expect(world.report().variants.map(({ verdict }) => verdict?.code)).toEqual([undefined, 'faster', 'equivalent'])
  for (const file of ['report.md', 'report.html']) expect(existsSync(world.folderOf(file)), file).toBe(true)
})

// Breakage: a verdict without the check that nobody has waived.
test('when X-Ray cannot be reached that is one sentence with what waives it, and there is no verdict', async () => {
  await using world = await aWorld()
  expect(await world.run({ xray: clientOf(await nobodyListens()) })).toBe(5)
  expect(world.printed.stderr).toMatch(
    /^utakata: X-Ray could not be asked: X-Ray cannot be reached at 127\.0\.0\.1:\d+ \(ECONNREFUSED\).*; without traces there is no verdict: ask for them again with utakata xray .*, or waive them with --no-traces/m,
  )
  expect(world.printed.stderr).not.toContain('    at ')
  expect(world.report().variants.map(({ verdict }) => verdict?.code)).toEqual([
    undefined,
    'insufficient-traces',
    'insufficient-traces',
  ])
  const { trials } = readTrials(world.folderOf('traces.jsonl'))
  expect(trials).toHaveLength(INVOCATIONS)
  for (const { untraced } of trials)
    expect(untraced).toEqual({
      code: 'xray-failed',
      message: expect.stringMatching(/^X-Ray cannot be reached/),
    })
})

test('when X-Ray may not be queried there is no verdict either', async () => {
  await using world = await aWorld()
  await using xray = await aFakeXRay([], { refusal: [403, 'AccessDeniedException', 'no'] })
  expect(await world.run({ xray: xray.client })).toBe(5)
  expect(world.printed.stderr).toContain(
    'utakata: X-Ray could not be asked: the credentials for AWS are not allowed xray:',
  )
  expect(world.report().variants.map(({ verdict }) => verdict?.code)).toEqual([
    undefined,
    'insufficient-traces',
    'insufficient-traces',
  ])
})

test('traces that never come are listed one by one, in the trials and in the report', async () => {
  await using world = await aWorld()
  await using xray = await aFakeXRay([])
  expect(await world.run({ xray: xray.client })).toBe(5)
  const { trials } = readTrials(world.folderOf('traces.jsonl'))
  expect(new Set(trials.map(({ untraced }) => untraced?.code))).toEqual(new Set(['never-came']))
  expect(world.report().variants.map(({ verdict }) => verdict?.code)).toEqual([
    undefined,
    'insufficient-traces',
    'insufficient-traces',
  ])
})

// Breakage: minutes of waiting for the run of an invocation that timed out, and so never sent its trace.
test('of an invocation that failed no more is waited for than what Lambda itself sends', async () => {
  await using world = await aWorld()
  const plan = { ...world.plan, allowedErrors: 100 }
  await world.run({
    plan,
    patienceMs: 3_600_000,
    targetFor: () => ({
      renew: async () => ({}),
      retire: async () => {},
      async take(turn) {
        const traceId = traceIdAt(BEGAN_MS, world.traces.length + 1)
        const { function: name, memoryMb } = turn.variant
        world.traces.push({ id: traceId, documents: lambdaSegments({ name, isCold: turn.iteration === 0 }) })
        const container = `${turn.variant.name} ${turn.block}`
        const invocation = { function: name, memoryMb, container, traceId }
        return trialAt(turn, { faults: [aFault('Task timed out after 3.00 seconds')], invocation })
      },
    }),
  })
  expect(readTrials(world.folderOf('traces.jsonl')).trials.every(({ untraced }) => untraced === undefined)).toBe(true)
})
