import { expect, test } from 'vitest'
import { drive, type Target, type Turn } from '../../../../bench/run/aws/drive.ts'
import { estimateAb } from '../../../../bench/run/aws/estimate.ts'
import { describePlan } from '../../../../bench/commands/functions/describe-plan.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { anAbPlan, trialAt } from '../../../support/comparisons.ts'
import { coldOrWarm, driven, type Recorded } from '../../../support/driving.ts'

const ordersOf = ({ log }: Recorded, variants: number) => {
  const renewed = log.filter((line) => line.startsWith('renew')).map((line) => line.slice(6))
  return Array.from({ length: renewed.length / variants }, (_, block) =>
    renewed.slice(block * variants, (block + 1) * variants).join(),
  )
}

test('in each block each variant is renewed, then invoked cold, then warm, before the next variant has its turn', async () => {
  const plan = anAbPlan({ environments: 3, warm: 2 })
  const recorded = await driven(plan)
  const orders = ordersOf(recorded, 3)
  expect(recorded.log).toEqual(
    orders.flatMap((order, block) =>
      order
        .split(',')
        .flatMap((variant) => [
          `renew ${variant}`,
          ...[0, 1, 2].map((iteration) => `${variant} ${block + 1}/${iteration}`),
        ]),
    ),
  )
  for (const order of orders) expect(order.split(',').sort()).toEqual(['A/A', 'pipelined', 'sequential'])
  expect(recorded.begun).toEqual([1, 2, 3])
  for (const { variant, block, position } of recorded.turns)
    expect(orders[block - 1]!.split(',')[position]).toBe(variant.name)
})

test('the order is drawn anew in each block, and decided by the seed', async () => {
  const orders = async (seed: number) => ordersOf(await driven(anAbPlan({ environments: 20, seed })), 3)
  const first = await orders(1)
  expect(new Set(first).size).toBeGreaterThan(3)
  expect(await orders(1)).toEqual(first)
  expect(await orders(2)).not.toEqual(first)
})

test('what a plan says will be done is what is done', async () => {
  for (const changes of [{}, { environments: 4, warm: 3 }, { concurrency: 3, warm: 1 }]) {
    const plan = anAbPlan(changes)
    const { turns, ended } = await driven(plan)
    const estimate = estimateAb(plan, 1000)
    expect(turns).toHaveLength(estimate.invocations)
    expect(ended).toHaveLength(turns.length)
    const text = describePlan(plan, { estimate, notes: [], invocationMs: 1000 }).join('\n')
    expect(text).toContain(`(${turns.length} if no container `)
  }
})

test('several at a time are under way at the same time, each with an iteration of its own', async () => {
  const plan = anAbPlan({ concurrency: 4, warm: 2, environments: 1 })
  let [running, most] = [0, 0]
  const together = Promise.withResolvers<void>()
  const { turns } = await driven(plan, async (turn) => {
    most = Math.max(most, ++running)
    // Nobody ends before four have begun: one at a time would wait for ever.
    if (running === 4) together.resolve()
    await together.promise
    running--
    return coldOrWarm(plan, turn)
  })
  expect(most).toBe(4)
  for (const variant of plan.variants)
    expect(turns.filter((turn) => turn.variant === variant).map(({ iteration }) => iteration)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ])
})

// Breakage: functions are put back, and trials written, while others of the same lane are still being invoked.
test('when one of several at a time rejects, the others have ended before that is reported', async () => {
  const plan = anAbPlan({ concurrency: 3 })
  const ended: number[] = []
  const others = Promise.withResolvers<void>()
  const take = async (turn: Turn) => {
    if (turn.iteration === 0) throw new Error('no credentials')
    await others.promise
    return coldOrWarm(plan, turn)
  }
  const events = { ended: ({ iteration }: Trial) => ended.push(iteration) }
  const driving = drive(plan, { renew: async () => ({}), retire: async () => {}, take }, events, {
    signal: new AbortController().signal,
  })
  const outcome = driving.then(
    () => 'resolved',
    (error: Error) => `${error.message} after ${ended.join()}`,
  )
  await Promise.race([outcome, new Promise((resolve) => setImmediate(resolve))])
  others.resolve()
  expect(await outcome).toBe('no credentials after 1,2')
})

test('what the ground rejects with, renewing too, ends it', async () => {
  const take = async (turn: Turn) => trialAt(turn)
  const renew = async () => {
    throw new Error('not allowed')
  }
  const { signal } = new AbortController()
  await expect(
    drive(anAbPlan(), { renew, retire: async () => {}, take }, { ended: () => {} }, { signal }),
  ).rejects.toThrow('not allowed')
})

// Breakage: an invocation that was cut short stands in the record as if it had been that slow.
test('whenever it is aborted, nothing is given out from then on, and it ends without an error', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1, concurrency: 2 })
  const whole = estimateAb(plan, 1).invocations
  for (let at = 1; at <= whole; at++)
    for (const how of ['answers', 'rejects'] as const) {
      const controller = new AbortController()
      let given = 0
      const { turns, ended } = await driven(
        plan,
        (turn, nth) => {
          if (nth < at) given++
          if (nth === at) controller.abort(new Error('interrupted'))
          if (nth >= at && how === 'rejects') throw new Error('Request aborted')
          return coldOrWarm(plan, turn)
        },
        controller,
      )
      // Its neighbour was under way already.
      expect(turns.length).toBeLessThanOrEqual(at + 1)
      expect(ended.length).toBeLessThanOrEqual(given)
    }
})

test('aborted while a variant is renewed, or before it began, nothing is invoked any more', async () => {
  const controller = new AbortController()
  const turns: Turn[] = []
  const target: Target = {
    async renew() {
      controller.abort()
      throw new Error('the SDK has words of its own for that')
    },
    retire: async () => {},
    async take(turn) {
      turns.push(turn)
      return trialAt(turn)
    },
  }
  await drive(anAbPlan(), target, { ended: () => {} }, { signal: controller.signal })
  const resolving: Target = { ...target, renew: async () => ({}) }
  await drive(anAbPlan(), resolving, { ended: () => {} }, { signal: controller.signal })
  expect(turns).toEqual([])
})

// Breakage: a pause that does not listen, in which this test would time out.
test('a pause between blocks ends with an abort, and there is none after the last block', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1, pauseMs: 3_600_000 })
  const controller = new AbortController()
  const { ended } = await driven(
    plan,
    (turn, nth) => {
      if (nth === 6) setImmediate(() => controller.abort())
      return coldOrWarm(plan, turn)
    },
    controller,
  )
  expect(ended).toHaveLength(6)
  expect((await driven({ ...plan, environments: 1 })).ended).toHaveLength(6)
})

test('a pause of a millisecond is waited out between blocks', async () => {
  const plan = anAbPlan({ environments: 3, pauseMs: 1 })
  expect((await driven(plan)).begun).toEqual([1, 2, 3])
})

// Breakage: versions are invoked one after another, or a function is changed while its $LATEST is invoked.
test.each([{ version: '7' }, {}])(
  'in parallel all versions of a block are invoked at the same time, and $LATEST never: %j',
  async (options) => {
    const plan = anAbPlan({ environments: 2, warm: 1, isParallel: true })
    let [running, most] = [0, 0]
    const { turns, log } = await driven(
      plan,
      async (turn) => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, 5))
        running--
        return coldOrWarm(plan, turn)
      },
      new AbortController(),
      options,
    )
    expect(turns).toHaveLength(12)
    expect(most).toBe('version' in options ? 3 : 1)
    // All of a block have ended before the next one begins.
    const firstOfSecond = log.findIndex((line) => line.endsWith(' 2/0'))
    expect(log.slice(0, firstOfSecond).filter((line) => / 1\//.test(line))).toHaveLength(6)
  },
)

test('of several in parallel one that rejects ends the comparison once the others have ended', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1, isParallel: true })
  let ended = 0
  const driving = driven(
    plan,
    async (turn) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (turn.variant.name === 'pipelined') throw new Error('no credentials')
      ended++
      return coldOrWarm(plan, turn)
    },
    new AbortController(),
    { version: '7' },
  )
  await expect(driving).rejects.toThrow('no credentials')
  expect(ended).toBe(4)
})

// Breakage: a cold start counts as none, so that its container is asked again, or the block never ends.
test('where only cold starts are compared each container is invoked once', async () => {
  const plan = anAbPlan({ environments: 3, warm: 0 })
  const only = { ...plan, scenario: { ...plan.scenario, isOnlyCold: true as const } }
  const { turns, begun } = await driven(only, (turn) => trialAt(turn, { phase: 'measured' }))
  expect(turns).toHaveLength(9)
  expect(begun).toEqual([1, 2, 3])
})

// Breakage: a container that was initialised ahead of its request stands for a cold start, or is asked again, and warm by then.
test('where only cold starts are compared one that was none has its block replaced', async () => {
  const plan = anAbPlan({ environments: 3, warm: 0 })
  const only = { ...plan, scenario: { ...plan.scenario, isOnlyCold: true as const } }
  const { turns, begun } = await driven(
    only,
    (turn) => trialAt(turn, { phase: turn.block === 2 && turn.position === 0 ? 'warmup' : 'measured' }),
    new AbortController(),
    { version: '7' },
  )
  expect(begun).toEqual([1, 2, 3, 4])
  expect(turns).toHaveLength(12)
})
