import { expect, test } from 'vitest'
import { estimateAb } from '../../../../bench/run/aws/estimate.ts'
import { anAbPlan, aVariant, VARIANTS_WITH_CONTROLS } from '../../../support/comparisons.ts'

test('an estimate counts every invocation, and grows with all that is requested', () => {
  const plan = anAbPlan({ environments: 12, warm: 2 })
  const base = estimateAb(plan, 1000)
  expect(base.invocations).toBe(3 * 12 * 3)
  // A block of a variant: a start, three invocations and their traces are paid for; of what is repeated each has a start.
  const gbSecondUsd = (1769 / 1024) * 0.0000133334
  const perBlock = 3.7 * gbSecondUsd + (3 / 1e6) * (0.2 + 5 + 0.5)
  const perRepeat = 1.7 * gbSecondUsd + (1 / 1e6) * (0.2 + 5 + 0.5)
  expect(base.mostUsd).toBeCloseTo(3 * 14 * perBlock + 2 * 9 * perRepeat, 9)
  expect(base.elapsedMs).toBe(3 * 12 * (4000 + 700 + 3000))
  const twice = estimateAb({ ...plan, environments: 24 }, 1000)
  expect(twice).toMatchObject({ invocations: 2 * base.invocations, elapsedMs: 2 * base.elapsedMs })
  expect(twice.mostUsd).toBeCloseTo(2 * base.mostUsd!, 9)
  const atATime = estimateAb({ ...plan, concurrency: 5 }, 1000)
  expect(atATime).toMatchObject({ invocations: 5 * base.invocations, elapsedMs: base.elapsedMs })
  expect(atATime.mostUsd).toBeCloseTo(5 * base.mostUsd!, 9)
  const grown = [
    estimateAb({ ...plan, warm: 3 }, 1000),
    estimateAb({ ...plan, variants: [...plan.variants, aVariant('promise-all')] }, 1000),
    estimateAb(plan, 2000),
  ]
  for (const more of grown) {
    expect(more.elapsedMs).toBeGreaterThan(base.elapsedMs)
    expect(more.mostUsd).toBeGreaterThan(base.mostUsd!)
  }
  const x86 = plan.variants.map((variant) => ({ ...variant, architecture: 'x86_64' as const }))
  expect(estimateAb({ ...plan, variants: x86 }, 1000).mostUsd).toBeGreaterThan(base.mostUsd!)
})

// Breakage: a variant that is billed for longer, in an estimate that says "at most".
test('a variant that is slowed takes that much longer, and costs that much more', () => {
  const plan = anAbPlan({ environments: 12, warm: 2, variants: VARIANTS_WITH_CONTROLS })
  const [, , , slowedBy] = plan.variants
  const asFast = { ...plan, variants: [...plan.variants.slice(0, -1), { ...slowedBy!, slowedBy: 0 }] }
  const [slow, fast] = [estimateAb(plan, 1000), estimateAb(asFast, 1000)]
  expect(slow).toMatchObject({ invocations: 4 * 12 * 3, mostInvocations: fast.mostInvocations })
  expect(slow.elapsedMs - fast.elapsedMs).toBeCloseTo(12 * 3 * 100, 6)
  // Of its 14 blocks, and of what is repeated, which may all be its own.
  expect(slow.mostUsd! - fast.mostUsd!).toBeCloseTo((14 * 3 + 2 * 12) * 0.1 * (1769 / 1024) * 0.0000133334, 9)
})

// Breakage: the price of one function for all of them, a fifth off for the other architecture, or a guess for one that nobody knows.
test('each function is priced by its own architecture, and without one there is no price', () => {
  const priced = (...architectures: readonly ('arm64' | 'x86_64')[]) => {
    const variants = ['sequential', 'pipelined'].map((name, at) => ({
      ...aVariant(name),
      architecture: architectures[at]!,
    }))
    return estimateAb(anAbPlan({ variants }), 1000)
  }
  const [arm, mixed, x86] = [priced('arm64', 'arm64'), priced('arm64', 'x86_64'), priced('x86_64', 'x86_64')]
  expect(arm.mostUsd).toBeLessThan(mixed.mostUsd!)
  expect(mixed.mostUsd).toBeLessThan(x86.mostUsd!)
  expect(mixed).toMatchObject({ architectures: ['arm64', 'x86_64'], unpriced: [] })
  const { architecture: _, ...unknown } = aVariant('pipelined')
  const without = estimateAb(anAbPlan({ variants: [aVariant(), unknown] }), 1000)
  expect(without).toMatchObject({ unpriced: ['function-pipelined'] })
  expect(without).not.toHaveProperty('mostUsd')
})

test('there is a pause between containers and none after the last', () => {
  const plan = anAbPlan({ environments: 12 })
  expect(estimateAb({ ...plan, pauseMs: 1000 }, 1000).elapsedMs - estimateAb(plan, 1000).elapsedMs).toBe(11_000)
})

// Breakage: "at most" is said of what two spare blocks and repeated invocations then exceed.
test('the most is with every spare block and every repeat', () => {
  expect(estimateAb(anAbPlan({ environments: 12, warm: 2 }), 1000).mostInvocations).toBe(3 * 3 * (12 + 2 + 2))
  expect(estimateAb(anAbPlan({ environments: 1, warm: 1 }), 1000).mostInvocations).toBe(3 * 2 * 3)
})

test('what is repeated may all be of the dearest variant', () => {
  const variants = [aVariant('sequential', 'reference'), { ...aVariant('pipelined'), memoryMb: 10_240 }]
  const both = estimateAb(anAbPlan({ variants }), 1000).mostUsd
  const cheap = estimateAb(anAbPlan({ variants: [variants[0]!, aVariant('pipelined')] }), 1000).mostUsd
  // Of three blocks, one of them spare, and one more of each variant's invocations: all of these at 10,240 MB.
  expect((both! - cheap!) / ((10_240 - 1769) / 1024) / 0.0000133334).toBeCloseTo(3 * 3.7 + 6 * 1.7, 6)
})

// Breakage: in a VPC, where an update can take a minute, a comparison takes ten times as long as was said.
test('what new containers took to be had is what the rest will take', () => {
  const plan = anAbPlan({ environments: 12 })
  expect(estimateAb(plan, 1000, 60_000).elapsedMs - estimateAb(plan, 1000).elapsedMs).toBe(3 * 12 * 56_000)
  // One update carries memory and variable.
  const resized = { ...plan, variants: plan.variants.map((variant) => ({ ...variant, isResized: true })) }
  expect(estimateAb(resized, 1000).elapsedMs).toBe(estimateAb(plan, 1000).elapsedMs)
})
