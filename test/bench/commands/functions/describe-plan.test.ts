import { expect, test } from 'vitest'
import { estimateAb } from '../../../../bench/run/aws/estimate.ts'
import { describePlan } from '../../../../bench/commands/functions/describe-plan.ts'
import { anAbPlan, aVariant, VARIANTS_WITH_CONTROLS } from '../../../support/comparisons.ts'

const described = (changes: Parameters<typeof anAbPlan>[0]) => {
  const plan = anAbPlan(changes)
  const notes = [{ code: 'versions' }] as const
  return describePlan(plan, { estimate: estimateAb(plan, 1000), notes, invocationMs: 1000 }).join('\n')
}

test('a plan says what it does to which functions, how often, for how long and for how much', () => {
  const text = described({ environments: 12, warm: 2, allowedErrors: 5 })
  expect(text).toContain('Run ab-20260115-090000-1a2b3c4d: 3 variants, 12 new containers of each')
  for (const name of ['sequential', 'pipelined', 'A/A'])
    expect(text).toMatch(new RegExp(`^ +${name} +function-.* 1769 MB$`, 'm'))
  expect(text).toContain(
    'a cold and 2 warm invocations. The comparison stops after more than 5 failed invocations; a variant with a single failure is reported as unreliable.',
  )
  expect(text).toContain('UTAKATA_TOUCHED')
  expect(text).toMatch(
    /^At most 144 invocations \(108 if no container has to be replaced\), about .+, at most USD 0\.0\d{3} if none takes longer than the 1000 ms of --expect /m,
  )
  expect(text).not.toContain('no verdict')
})

test('it says which functions are given another size for a while', () => {
  const variants = [aVariant('sequential', 'reference'), { ...aVariant('pipelined'), memoryMb: 512, isResized: true }]
  const lines = described({ variants }).split('\n')
  expect(lines.filter((line) => line.includes('set for the comparison'))).toEqual([
    expect.stringMatching(/^ +pipelined +function-pipelined +512 MB, set for the comparison$/),
  ])
})

test('it says which variant is slowed, and counts it', () => {
  const text = described({ variants: VARIANTS_WITH_CONTROLS, environments: 12, warm: 2 })
  expect(text).toContain('4 variants, 12 new containers of each')
  expect(text).toMatch(/^ +A\/A +function-sequential +1769 MB$/m)
  expect(text).toMatch(/^ +\+10% +function-sequential +1769 MB, slowed$/m)
  expect(text).toContain('At most 192 invocations (144 if')
})

test('it says where there will be no verdict, and how many run at a time', () => {
  expect(described({ environments: 11 })).toContain('Fewer than 12 containers: there will be figures, and no verdict.')
  expect(described({ concurrency: 5 })).toContain('warm invocations, 5 at a time.')
})
