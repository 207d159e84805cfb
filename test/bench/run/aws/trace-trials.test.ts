import { expect, test } from 'vitest'
import { abTrial } from '../../../../bench/run/aws/ab-trial.ts'
import { drive } from '../../../../bench/run/aws/drive.ts'
import { looksOf } from '../../../../bench/run/aws/ab-plan.ts'
import type { TracedInvocation } from '../../../../bench/run/aws/traces/segments.ts'
import { hasWholeIteration } from '../../../../bench/judge/comparison/iterations.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import {
  anAbPlan,
  anAnswer,
  anInvoked,
  documentsOf,
  VARIANTS_WITH_CONTROLS,
  readTrace,
} from '../../../support/comparisons.ts'
import { traceIdAt } from '../../../support/fake-xray.ts'
import { lambdaSegments } from '../../../support/lambda-segments.ts'
import { BEGAN_MS } from '../../../support/traced-runs.ts'
import { coin, container, foreign, trialsOf } from '../../../support/traced-trials.ts'
import { A_TRIAL } from '../../../support/trials.ts'

const short = ({ variant, role, block, iteration, phase, invocation }: Trial) =>
  `${variant} (${role}) ${block}/${iteration} ${phase} in ${invocation!.container}`

test('containers are paired by the block that the comparison gave them, whatever came first', () => {
  const trials = trialsOf(
    [
      ...container('p2', 'pipelined', 2),
      ...container('s1', 'sequential', 1),
      ...container('s2', 'sequential', 2),
      ...container('p1', 'pipelined', 1),
    ],
    { reference: 'sequential' },
  )
  expect(trials.map(short).sort()).toEqual(
    [1, 2]
      .flatMap((block) =>
        (['pipelined (candidate)', 'sequential (reference)'] as const).flatMap((variant) =>
          ['0 cold', '1 measured', '2 measured'].map(
            (place) => `${variant} ${block}/${place} in ${variant[0]}${block}`,
          ),
        ),
      )
      .sort(),
  )
  const [{ scenario }] = trials as [Trial]
  expect(scenario).toMatchObject({
    reference: 'sequential',
    variants: ['sequential', 'pipelined'],
    iterations: 2,
    looks: [],
  })
})

// Breakage: the A/A check is the slower one, or the later one, and so never agrees with the reference.
test('of two containers of the reference with one block a coin toss makes one the A/A check, however long they took', () => {
  const controls = (slow: string) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((block) => {
      const [a, b] = [`a${block}`, `b${block}`]
      const trials = trialsOf(
        [a, b].flatMap((id) => container(id, 'sequential', block, 2, id[0] === slow ? { makespanMs: 900 } : {})),
      )
      const aaCheck = trials.filter(({ role }) => role === 'aa-check').map(({ invocation }) => invocation!.container)
      expect(new Set(aaCheck).size).toBe(1)
      expect(aaCheck).toHaveLength(3)
      expect(aaCheck[0]).toBe(coin(a) < coin(b) ? b : a)
      return aaCheck[0]![0]
    })
  expect(controls('a')).toEqual(controls('b'))
  expect(new Set(controls('a')).size).toBe(2)
})

test('containers that were invoked at the same time are one turn of their variant, the reference still split in two', () => {
  const at = (id: string, strategy: 'sequential' | 'pipelined', offsetMs: number) =>
    container(id, strategy, 1, 1).map((one) => ({ ...one, beganMs: one.beganMs + offsetMs }))
  const trials = trialsOf(
    [
      ...at('s1', 'sequential', 0),
      ...at('s2', 'sequential', 5),
      ...at('p1', 'pipelined', 20_000),
      ...at('p2', 'pipelined', 20_005),
      ...at('s3', 'sequential', 40_000),
      ...at('s4', 'sequential', 40_005),
    ],
    { reference: 'sequential' },
  )
  const containersIn = (variant: string) =>
    [...new Set(trials.flatMap((trial) => (trial.variant === variant ? trial.invocation!.container : [])))].sort()
  expect(containersIn('pipelined')).toEqual(['p1', 'p2'])
  expect(new Set([containersIn('sequential').join(), containersIn('A/A').join()])).toEqual(new Set(['s1,s2', 's3,s4']))
})

test('a trace that is missing costs its iteration, and no other', () => {
  const trials = trialsOf(
    [
      ...container('s1', 'sequential', 1, 3),
      ...container('p1', 'pipelined', 1, 3).filter((_, index) => index !== 1),
      ...container('s2', 'sequential', 2, 3),
      ...container('p2', 'pipelined', 2, 3),
    ],
    { reference: 'sequential' },
  )
  expect(trials[0]!.scenario.iterations).toBe(2)
  expect(summarize(trials)).toMatchObject({ blocks: 2, iterationsCounted: 4 })
})

test('functions that name nothing have a container from one cold start to the next, paired in the order of time', () => {
  const [orders, stock] = [foreign('orders', 9, 0), foreign('stock', 9, 100_000)]
  const trials = trialsOf([...orders.toReversed(), ...stock])
  expect(trials.filter(({ variant }) => variant === 'orders').map(short)).toEqual(
    [1, 2, 3].flatMap((block) =>
      ['0 cold', '1 measured', '2 measured'].map((place) => `orders (reference) ${block}/${place} in orders ${block}`),
    ),
  )
  expect(trials).toHaveLength(18)
  const [first] = trials as [Trial]
  expect(first).toMatchObject({ strategy: 'orders', makespanMs: 474, items: 0, steps: {}, failures: {}, faults: [] })
  expect(summarize(trials)).toMatchObject({ blocks: 3, iterationsCounted: 6 })
})

test('the reference is the one that is requested, by its name or without its size, else the first by name', () => {
  const both = [...foreign('orders', 3, 0), ...foreign('stock', 3, 100_000)]
  const referenceOf = (reference?: string) => trialsOf(both, { reference })[0]!.scenario.reference
  expect([undefined, 'stock', 'orders', 'nobody'].map(referenceOf)).toEqual(['orders', 'stock', 'orders', 'orders'])
})

test('with several sizes of memory each is a variant of its own', () => {
  const trials = trialsOf(
    ([512, 1769] as const).flatMap((memoryMb) => [
      ...container(`s${memoryMb}`, 'sequential', 1, 2, { memoryMb }),
      ...container(`p${memoryMb}`, 'pipelined', 1, 2, { memoryMb }),
    ]),
    { reference: 'sequential' },
  )
  const [{ scenario }] = trials as [Trial]
  expect(scenario).toMatchObject({
    reference: 'sequential@1769',
    variants: ['sequential@1769', 'pipelined@1769', 'pipelined@512', 'sequential@512'],
  })
  expect(trials.every(({ variant, strategy, invocation }) => variant === `${strategy}@${invocation!.memoryMb}`)).toBe(
    true,
  )
})

// Breakage: the first one by name, whose second containers are not there, so that there is no A/A check.
test('the reference of a comparison, nobody having said which it was, is the variant that it has twice', () => {
  const trials = trialsOf(
    [1, 2].flatMap((block) => [
      ...container(`s512 ${block}`, 'sequential', block, 2, { memoryMb: 512 }),
      ...container(`copy ${block}`, 'sequential', block, 2, { memoryMb: 512 }),
      ...container(`s1769 ${block}`, 'sequential', block, 2, { memoryMb: 1769 }),
      ...container(`p ${block}`, 'pipelined', block, 2, { memoryMb: 512 }),
    ]),
  )
  expect(trials[0]!.scenario).toMatchObject({
    reference: 'sequential@512',
    variants: ['sequential@512', 'pipelined@512', 'sequential@1769', 'A/A'],
  })
  expect(summarize(trials)).toMatchObject({ blocks: 2, iterationsCounted: 4 })
})

// Breakage: three turns of the reference split in two, of which one part is a tenth slower now and then.
test('runs that were slowed are a variant of their own, though of the same function and block', () => {
  const blocks = [1, 2, 3].flatMap((block) => [
    ...container(`a${block}`, 'sequential', block),
    ...container(`slow${block}`, 'sequential', block, 2, { slowedBy: 0.1 }),
    ...container(`b${block}`, 'sequential', block),
    ...container(`p${block}`, 'pipelined', block),
  ])
  const trials = trialsOf(blocks)
  expect(trials[0]!.scenario).toMatchObject({
    reference: 'sequential',
    variants: ['sequential', 'pipelined', 'A/A', '+10%'],
  })
  const sensitivityCheck = trials.filter(({ role }) => role === 'sensitivity-check')
  expect(new Set(sensitivityCheck.map(({ invocation }) => invocation!.container))).toEqual(
    new Set(['slow1', 'slow2', 'slow3']),
  )
  for (const { variant, strategy, slowedBy: share } of sensitivityCheck)
    expect([variant, strategy, share]).toEqual(['+10%', 'sequential', 0.1])
  for (const { role, slowedBy: share } of trials) expect(share).toBe(role === 'sensitivity-check' ? 0.1 : undefined)
  expect(summarize(trials)).toMatchObject({ blocks: 3, iterationsCounted: 6 })
})

// Breakage: the first by name, which "+" is, so that everything else is compared with what was made slower.
test('what was made slower, by however much, is never the reference', () => {
  const slow = container('slow', 'sequential', 1, 2, { slowedBy: 0.5 })
  const both = trialsOf([...slow, ...container('p', 'pipelined', 1)])
  expect(both[0]!.scenario).toMatchObject({ reference: 'pipelined', variants: ['pipelined', '+50%'] })
  expect(trialsOf([...slow, ...container('p', 'pipelined', 1)], { reference: '+50%' })[0]!.scenario.reference).toBe(
    'pipelined',
  )
  expect(trialsOf(slow)[0]!.scenario).toMatchObject({ reference: 'unknown', variants: ['+50%'] })
})

// Breakage: iterations that only some have count as whole, or a look that is never reached.
test('where containers have had different numbers of invocations, what all have had counts', () => {
  const trials = trialsOf(
    [
      ...container('s1', 'sequential', 1, 3),
      ...container('p1', 'pipelined', 1, 2),
      ...container('s2', 'sequential', 2, 2),
      ...container('p2', 'pipelined', 2, 5),
      // Of this block only one has a warm invocation.
      ...container('s3', 'sequential', 3, 2),
      ...container('p3', 'pipelined', 3, 0),
    ],
    { reference: 'sequential' },
  )
  expect(trials[0]!.scenario.iterations).toBe(2)
  expect(trials.filter(({ phase }) => phase === 'warmup').map(short)).toEqual([
    'sequential (reference) 1/3 warmup in s1',
    'pipelined (candidate) 2/3 warmup in p2',
    'pipelined (candidate) 2/4 warmup in p2',
    'pipelined (candidate) 2/5 warmup in p2',
  ])
  expect(summarize(trials)).toMatchObject({ blocks: 2, iterationsCounted: 4 })
})

// Breakage: a stack trace, since two runs of one variant were taken for a run of each.
test('an iteration that a variant has twice counts once', () => {
  const alone = [...container('s1', 'sequential', 1, 1), ...container('p2', 'pipelined', 2, 1)]
  const twice = [...alone, { ...alone[1]!, beganMs: alone[1]!.beganMs + 1 }]
  const phases = (of: readonly TracedInvocation[]) => trialsOf(of).map(({ variant, phase }) => `${variant} ${phase}`)
  expect(phases(twice).filter((one) => one === 'sequential measured')).toHaveLength(1)
  expect(hasWholeIteration(trialsOf(twice))).toBe(false)
  const paired = [...twice, ...container('p1', 'pipelined', 1, 1)]
  expect(summarize(trialsOf(paired))).toMatchObject({ iterationsCounted: 1 })
})

test('twelve whole blocks are a look, and those that lack a variant do not count among them', () => {
  const blocks = (many: number) => Array.from({ length: many }, (_, index) => index + 1)
  const complete = blocks(12).flatMap((block) => [
    ...container(`s${block}`, 'sequential', block, 1),
    ...container(`p${block}`, 'pipelined', block, 1),
  ])
  expect(trialsOf(complete)[0]!.scenario.looks).toEqual([{ blocks: 12, alpha: 0.05 }])
  const lacking = complete.filter(({ container: id }) => id !== 'p12')
  expect(trialsOf(lacking)[0]!.scenario.looks).toEqual([])
})

test('a single function, one that was only ever cold, and nothing at all', () => {
  const single = trialsOf(foreign('orders', 6, 0))
  expect(single[0]!.scenario).toMatchObject({ reference: 'orders', variants: ['orders'], iterations: 2 })
  const cold = trialsOf(container('s1', 'sequential', 1, 0))
  expect(cold.map(({ phase }) => phase)).toEqual(['cold'])
  expect(cold[0]!.scenario).toMatchObject({ iterations: 0, looks: [] })
  expect(trialsOf([])).toEqual([])
})

test('an invocation whose trace has a fault is at fault', () => {
  const [service, segment] = lambdaSegments({ name: 'orders' })
  const [trial] = trialsOf([readTrace([service, { ...segment, fault: true }])])
  expect(trial!.faults).toEqual([{ code: 'trace-has-fault' }])
})

test('a report of traces alone says what the report of the driver says of the same invocations', async () => {
  const plan = anAbPlan({ environments: 12, warm: 2, variants: VARIANTS_WITH_CONTROLS })
  const { scenario } = plan
  const driven: Trial[] = []
  const invocations: TracedInvocation[] = []
  let nth = 0
  await drive(
    { ...plan, scenario: { ...scenario, looks: looksOf(12) } },
    {
      renew: async () => ({}),
      retire: async () => {},
      async take(turn) {
        const { variant, block, iteration } = turn
        const strategy = variant.strategy as 'sequential' | 'pipelined'
        const isCold = iteration === 0
        // Whole microseconds, since a trace has no more; the coin has to leave the reference what it is to the driver.
        const { slowedBy = 0 } = variant
        const makespanMs =
          (variant.strategy === 'pipelined' ? 50 : 100 * (1 + slowedBy)) + ((++nth * 7919) % 1000) / 1000
        const ids = ['one', 'two'].map((text) => `${text} ${block}`).sort((a, b) => (coin(a) < coin(b) ? -1 : 1))
        const isSplit = variant.role === 'reference' || variant.role === 'aa-check'
        const id = isSplit ? ids[variant.role === 'aa-check' ? 1 : 0]! : `${variant.name} ${block}`
        const beganMs = BEGAN_MS + nth * 1000
        const place = {
          block,
          iteration: iteration + 1,
          ...(variant.slowedBy !== undefined && { slowedBy: variant.slowedBy }),
        }
        invocations.push(
          readTrace(
            documentsOf({ ...place, strategy, makespanMs, isCold, container: id, beganMs, sent: 6 }),
            traceIdAt(beganMs, nth),
          ),
        )
        return abTrial({
          plan: { ...plan, scenario: { ...scenario, looks: looksOf(12) } },
          target: 'aws',
          turn,
          invoked: anInvoked({ answer: anAnswer({ strategy, makespanMs, isCold, container: id }) }),
          environment: A_TRIAL.environment,
        })
      },
    },
    { ended: (trial) => driven.push(trial) },
    { signal: new AbortController().signal },
  )
  const byDriver = summarize(driven)
  const byTraces = summarize(trialsOf(invocations, { reference: 'sequential' }))
  expect(byTraces).toMatchObject({
    blocks: 12,
    iterationsCounted: 24,
    look: byDriver.look!,
    exitCode: byDriver.exitCode,
  })
  expect(byTraces.variants.map(({ variant, verdict }) => [variant, verdict])).toEqual(
    byDriver.variants.map(({ variant, verdict }) => [variant, verdict]),
  )
  expect(byDriver.variants.map(({ verdict }) => verdict?.code)).toEqual([undefined, 'faster', 'equivalent', 'slower'])
  for (const [at, { ratio, makespanMs }] of byTraces.variants.entries()) {
    const expected = byDriver.variants[at]!
    expect(makespanMs.median).toBeCloseTo(expected.makespanMs.median, 6)
    if (!ratio) continue
    for (const end of ['ratio', 'low', 'high'] as const) expect(ratio[end]).toBeCloseTo(expected.ratio![end], 9)
  }
  // Their numbers are those of the ratios above.
  expect(byTraces.aaCheck.code).toBe(byDriver.aaCheck.code)
  expect([byTraces, byDriver].map(({ sensitivityCheck }) => sensitivityCheck.code)).toEqual(['found', 'found'])
})
