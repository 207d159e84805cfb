import { faultText } from '../../bench/report/messages/trial-reasons.ts'
import { expect, test } from 'vitest'
import { raceTrials } from '../../bench/run/local/race.ts'
import { planOf } from '../../bench/plan/plan.ts'
import { readScenario } from '../../bench/scenario/file.ts'
import { isSelectable } from '../../bench/plan/schedule.ts'

/** More than twice as many as there are descriptors. */
const FEEDS = 2_500

// Lambda allows 1,024 descriptors a container. Breakage: a default bound that does not stay below, or a strategy that
// answers EMFILE by throwing, hanging or dying.
test('with 1,024 descriptors bounded strategies lose no feed of 2,500, and the unbounded one loses feeds, not its life', async () => {
  const scenario = readScenario('wide', [
    `world.items={ count: ${FEEDS}, events: 1, descriptionBytes: 0, dueShare: 0.04 }`,
    'world.hosts=many',
    // No answer sets a descriptor free before many more connections are wanted.
    'world.fetchDelay={ model: constant, ms: 1000 }',
    'client={ descriptors: 1024 }',
    'variants=[pipelined, worker-threads, check-threads, promise-all]',
    'plan={ warmUps: 1, iterations: 1 }',
  ])
  const whole = planOf(scenario, { quick: true })
  // Copies of the reference would only do the same once more.
  const variants = whole.variants.filter(({ role }) => isSelectable(role))
  const trials = await raceTrials({ ...whole, variants, looks: [{ blocks: 1, alpha: 0.05 }] })
  // Cold, to warm up, and measured.
  expect(trials).toHaveLength(3 * variants.length)
  for (const { variant, items, sent, failures, faults, peakConnections, makespanMs } of trials) {
    console.log(
      `${variant}: ${items} outcomes, ${sent} sent, ${JSON.stringify(failures)}, ${peakConnections} sockets, ${Math.round(makespanMs)} ms`,
    )
    expect(items, variant).toBe(FEEDS)
    if (variant === 'promise-all') continue
    expect(faults, variant).toEqual([])
    expect(sent, variant).toBe(100)
    expect(peakConnections, variant).toBeLessThan(1024)
  }
  // The same process each time: it lived on.
  const unbounded = trials.filter(({ variant }) => variant === 'promise-all')
  expect(unbounded).toHaveLength(3)
  for (const { failures, faults, peakConnections } of unbounded) {
    // How many is the machine's: the faster it opens connections, the more are wanted before the first is free again.
    expect(failures['fetch network']).toBeGreaterThan(0)
    const text = faults.map((fault) => faultText(fault)).join()
    expect(text).toContain('EMFILE')
    expect(text).not.toMatch(/ended unexpectedly|defect/)
    expect(peakConnections).toBeLessThan(1024)
  }
})
