import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { sequential } from '../../../../strategies/sequential.ts'
import { raceTrials } from '../../../../bench/run/local/race.ts'
import { orderOf } from '../../../../bench/plan/schedule.ts'
import { aModule, GOOD } from '../../../support/own-modules.ts'
import { aTinyPlan, noneLeft } from '../../../support/races.ts'

const VARIANTS = ['sequential', 'pipelined', 'A/A', '+10%']

/** Of two processes of a busy machine. */
const CLOCKS_APART_MS = 5

test('every variant runs in every iteration of every block, once, alone, in the order of the seed, and nothing is wrong', async () => {
  const plan = aTinyPlan(['plan.warmUps=2'], 2)
  const trials = await raceTrials(plan)
  const places = trials.map(({ block, phase, iteration, variant }) => `${block} ${phase} ${iteration} ${variant}`)
  const expected = [1, 2].flatMap((block) => [
    ...orderOf(plan.variants, 1, block, 0).map(({ name }) => `${block} cold 0 ${name}`),
    ...VARIANTS.flatMap((variant) => [`${block} warmup 1 ${variant}`, `${block} warmup 0 ${variant}`]),
    ...[1, 2].flatMap((iteration) =>
      orderOf(plan.variants, 1, block, iteration).map(({ name }) => `${block} measured ${iteration} ${name}`),
    ),
  ])
  expect(places).toEqual(expected)
  for (const { faults, discarded } of trials) {
    expect(faults).toEqual([])
    expect(discarded).toBeUndefined()
  }
  const measured = trials.filter(({ phase }) => phase === 'measured')
  expect(measured.map(({ position }) => position)).toEqual([1, 2, 3, 4].flatMap(() => [0, 1, 2, 3]))
  expect(new Set(measured.map(({ deliveries }) => deliveries.digest)).size).toBe(1)
  for (const { deliveries, sent, items } of measured)
    expect([deliveries.accepted, deliveries.duplicates, sent, items]).toEqual([2, 0, 2, 4])
  // Alone: each begins when the one before it has ended. Times are whole milliseconds, and each process finds out what time it is as it starts:
  // by two clocks, between which it may have had to wait.
  for (const [index, { beganAt }] of trials.slice(1).entries())
    expect(Date.parse(beganAt) + CLOCKS_APART_MS).toBeGreaterThanOrEqual(
      Date.parse(trials[index]!.beganAt) + trials[index]!.makespanMs,
    )
  noneLeft()
})

test('an abort before the beginning measures nothing', async () => {
  expect(await raceTrials(aTinyPlan(), { signal: AbortSignal.abort(new Error('planned')) })).toEqual([])
  noneLeft()
})

/** What a process of a variant says when it is asked where Node keeps compiled code; `role` is that of another variant beside it. */
async function keptBeside(role: 'candidate' | 'baseline'): Promise<string> {
  const file = aModule(
    'kept.ts',
    `import { writeFileSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
// The process of ideal times loads it, too.
if (process.argv[1].endsWith('/child.ts'))
  writeFileSync(new URL('./kept.txt', import.meta.url), getCompileCacheDir() ?? 'nowhere')
${GOOD}`,
  )
  const plan = aTinyPlan(['plan.iterations=1'])
  const reference = plan.variants.find((variant) => variant.role === 'reference')!
  const own = { name: 'kept', strategy: 'mine', order: sequential, module: pathToFileURL(file).href }
  await raceTrials({
    ...plan,
    variants: [reference, { ...own, role: 'candidate' }, { ...reference, name: 'other', role }],
  })
  return readFileSync(join(dirname(file), 'kept.txt'), 'utf8')
}

// Breakage: variants of today that start with compiled code while older code, in a folder that is new each time, has none.
test('beside older code nobody starts with code that was compiled earlier', async () => {
  expect(await keptBeside('candidate')).not.toBe('nowhere')
  expect(await keptBeside('baseline')).toBe('nowhere')
})
