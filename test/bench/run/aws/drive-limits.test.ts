import { aFault } from '../../../support/trials.ts'
import { expect, test } from 'vitest'
import { drive, type Target, type Turn } from '../../../../bench/run/aws/drive.ts'
import { estimateAb } from '../../../../bench/run/aws/estimate.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { anAbPlan } from '../../../support/comparisons.ts'
import { coldOrWarm, driven, type Plan } from '../../../support/driving.ts'

const isAaCheck = ({ variant }: Turn) => variant.name === 'A/A'
const inContainer = (container: string, memoryMb = 1769): Partial<Trial> => ({
  invocation: { function: 'f', memoryMb, container },
})

// Breakage: an iteration that lacks the variant whose container Lambda took away, and so does not count.
test('a warm invocation that turned out cold is repeated, so that the iteration is whole', async () => {
  const plan = anAbPlan({ environments: 1, warm: 2 })
  const isLost = ({ variant, iteration }: Turn) => variant.name === 'pipelined' && iteration === 1
  let calls = 0
  const { ended } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isLost(turn) && ++calls <= 2 ? { phase: 'cold' } : {}),
  )
  const phases = ended
    .filter(({ variant }) => variant === 'pipelined')
    .map(({ iteration, phase }) => `${iteration} ${phase}`)
  expect(phases).toEqual(['0 cold', '1 cold', '1 cold', '1 measured', '2 measured'])
})

test('after two repeats it is left at that', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1 })
  const { ended } = await driven(plan, (turn) => coldOrWarm(plan, turn, { phase: 'cold' }))
  const inFirst = ended.filter(({ variant, block }) => variant === 'pipelined' && block === 1)
  expect(inFirst.map(({ iteration }) => iteration)).toEqual([0, 1, 1, 1])
})

// Breakage: a comparison that was paid for ends one container short of a verdict.
test('a block without a warm run of each variant is replaced, a few times', async () => {
  const plan = anAbPlan({ environments: 12, warm: 1 })
  const taken = (blocks: readonly number[]) =>
    driven(plan, (turn) =>
      coldOrWarm(plan, turn, blocks.includes(turn.block) && turn.variant.name === 'pipelined' ? { phase: 'cold' } : {}),
    )
  expect((await taken([])).begun).toHaveLength(12)
  expect((await taken([3])).begun).toHaveLength(13)
  expect((await taken([3, 5, 7, 9])).begun).toHaveLength(14)
})

test('as many may fail as are allowed, and one more ends it with the reason of the last', async () => {
  const failing = (plan: Plan) =>
    driven(plan, (turn, nth) => coldOrWarm(plan, turn, { faults: [aFault(`reason ${nth}`)] }))
  const all = anAbPlan({ environments: 1, warm: 1 })
  expect((await failing({ ...all, allowedErrors: 6 })).ended).toHaveLength(6)
  await expect(failing({ ...all, allowedErrors: 5 })).rejects.toThrow(
    expect.objectContaining({
      code: 'too-many-failed',
      parameters: { failed: 6, allowed: 5, fault: aFault('reason 6') },
    }),
  )
  await expect(failing({ ...all, allowedErrors: 0 })).rejects.toThrow(
    expect.objectContaining({
      code: 'too-many-failed',
      parameters: { failed: 1, allowed: 0, fault: aFault('reason 1') },
    }),
  )
})

test('the one that was too much is given out too', async () => {
  const ended: Trial[] = []
  const plan = anAbPlan()
  const take = async (turn: Turn) => coldOrWarm(plan, turn, { faults: [aFault('broken')] })
  const { signal } = new AbortController()
  await expect(
    drive(
      plan,
      { renew: async () => ({}), retire: async () => {}, take },
      { ended: (one) => ended.push(one) },
      { signal },
    ),
  ).rejects.toThrow(
    expect.objectContaining({
      code: 'too-many-failed',
      parameters: { failed: 1, allowed: 0, fault: aFault('broken') },
    }),
  )
  expect(ended).toHaveLength(1)
})

// Breakage: the A/A check meets the reference's container, which an update had not yet taken away, and passes too easily; or the function is changed
// again, which only opens a second such time.
test('a container that is not new is no new one: it is asked again after 1, 2, 4 seconds, and nothing is changed', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1 })
  let calls = 0
  const { log, ended, old, begun, waits } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isAaCheck(turn) && turn.iteration === 0 && calls++ < 3 ? { phase: 'warmup' } : {}),
  )
  const aaChecks = log.filter((line) => line.includes('A/A'))
  expect(aaChecks).toEqual(['renew A/A', 'A/A 1/0', 'A/A 1/0', 'A/A 1/0', 'A/A 1/0', 'A/A 1/1'])
  expect(waits.slice(0, 3)).toEqual([1, 2, 4])
  expect(ended.filter(({ variant }) => variant === 'A/A').map(({ phase }) => phase)).toEqual([
    'warmup',
    'warmup',
    'warmup',
    'cold',
    'measured',
  ])
  expect([old, begun]).toEqual([[], [1]])
})

// Breakage: each change costs as many invocations of old containers as the first one did.
test('what a change took to be in force is waited for after the next ones, before anything is invoked', async () => {
  const plan = anAbPlan({ environments: 3, warm: 1 })
  let elapsedS = 0
  let changedAtS = -Infinity
  const waits: number[] = []
  const target: Target = {
    renew: async () => ((changedAtS = elapsedS), {}),
    retire: async () => {},
    take: async (turn) =>
      coldOrWarm(plan, turn, turn.iteration === 0 && elapsedS < changedAtS + 5 ? { phase: 'warmup' } : {}),
  }
  const pause = async (ms: number) => void (waits.push(ms / 1000), (elapsedS += ms / 1000))
  const phases: string[] = []
  await drive(
    plan,
    target,
    { ended: ({ phase }) => phases.push(phase) },
    { signal: new AbortController().signal, pause },
  )
  expect(waits).toEqual([1, 2, 4, 7, 7, 7, 7, 7, 7, 7, 7])
  expect(phases.filter((phase) => phase === 'warmup')).toHaveLength(3)
})

// Breakage: containers that were initialised ahead, whose log has no Init Duration, are asked for over and over.
test('containers of a version that was published for them are new, whatever they say, and the version is deleted after them', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1 })
  const { log, waits, begun } = await driven(
    plan,
    (turn) => coldOrWarm(plan, turn, turn.iteration === 0 ? { phase: 'warmup' } : {}),
    new AbortController(),
    { version: '7' },
  )
  expect([waits, begun]).toEqual([[], [1]])
  expect(log.filter((line) => line.includes('pipelined'))).toEqual([
    'renew pipelined',
    'pipelined 1/0',
    'pipelined 1/1',
    'retire pipelined',
  ])
})

// Breakage: a size is judged by containers of the size before.
test('a new container of another size than was set is one of before the change', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1 })
  let calls = 0
  const { waits, begun } = await driven(plan, (turn) =>
    coldOrWarm(
      plan,
      turn,
      inContainer(`${turn.variant.name} ${turn.attempt}`, isAaCheck(turn) && calls++ < 1 ? 512 : 1769),
    ),
  )
  expect([waits[0], begun]).toEqual([1, [1]])
})

test('a container that answered in an earlier turn is not new, though it says so', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1 })
  let invoked = 0
  const { log, ended } = await driven(plan, (turn) => {
    invoked++
    const container =
      turn.block === 2 && turn.iteration === 0 && turn.attempt === 0 && turn.position === 0
        ? 'of turn 1'
        : `of ${turn.variant.name} ${turn.block}`
    return coldOrWarm(plan, turn, inContainer(invoked <= 2 ? 'of turn 1' : container))
  })
  expect(log.filter((line) => line.startsWith('renew'))).toHaveLength(6)
  const second = ended
    .filter(({ block }) => block === 2)
    .map(({ iteration, invocation }) => `${iteration} ${invocation!.container.split(' ')[1]}`)
  expect(second.slice(0, 2)).toEqual(['0 turn', `0 ${second[1]!.slice(2)}`])
})

// Breakage: a warm answer of the code or the size before is measured as one of the new.
test('what an old container answers to a warm invocation is kept as a warm-up, and invoked again', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1 })
  let strays = 0
  const { ended } = await driven(plan, (turn) => {
    const isStray = turn.position === 1 && turn.iteration === 1 && strays++ === 0
    return coldOrWarm(plan, turn, inContainer(isStray ? 'of turn 0' : `of turn ${turn.position}`))
  })
  const second = ended.slice(2, 5).map(({ iteration, phase }) => `${iteration} ${phase}`)
  expect(second).toEqual(['0 cold', '1 warmup', '1 measured'])
})

// Breakage: the iteration counts, as if it were of two containers.
test('where it is still not new there is no warm run of it, so that the block is not whole, and is replaced', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1 })
  const { ended, old, begun } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isAaCheck(turn) && turn.block === 1 && turn.iteration === 0 ? { phase: 'warmup' } : {}),
  )
  expect(old).toEqual(['1 A/A'])
  expect(begun).toEqual([1, 2, 3])
  const measured = ended.filter(({ phase }) => phase === 'measured').map(({ variant, block }) => `${variant} ${block}`)
  expect(measured.toSorted()).toEqual(
    ['A/A 2', 'A/A 3', ...[1, 2, 3].flatMap((block) => [`pipelined ${block}`, `sequential ${block}`])].toSorted(),
  )
})

test('of several at a time one that is not new is enough to invoke all of them again', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1, concurrency: 3 })
  let calls = 0
  const { turns } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isAaCheck(turn) && turn.iteration === 1 && calls++ === 0 ? { phase: 'warmup' } : {}),
  )
  expect(turns.filter(isAaCheck).map(({ iteration, attempt }) => `${iteration} of ${attempt}`)).toEqual([
    ...[0, 1, 2].map((iteration) => `${iteration} of 0`),
    ...[0, 1, 2, 3, 4, 5].map((iteration) => `${iteration} of 1`),
  ])
})

test('one that failed proves nothing about its container', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1, allowedErrors: 9 })
  const { log } = await driven(plan, (turn) =>
    coldOrWarm(
      plan,
      turn,
      isAaCheck(turn) && turn.iteration === 0 ? { phase: 'warmup', faults: [aFault('throttled')] } : {},
    ),
  )
  expect(log.filter((line) => line === 'renew A/A')).toHaveLength(1)
})

// Breakage: a function whose containers never last costs several times what was said.
test('however bad it goes, no more is invoked than was said to be the most', async () => {
  for (const changes of [{ environments: 12 }, { environments: 5, concurrency: 3 }, { environments: 1, warm: 4 }])
    for (const phase of ['cold', 'warmup'] as const) {
      const plan = anAbPlan(changes)
      const { turns } = await driven(plan, (turn) => coldOrWarm(plan, turn, { phase }))
      expect(turns.length).toBeLessThanOrEqual(estimateAb(plan, 1000).mostInvocations)
    }
})

// Breakage: --expect was too short a guess, and nobody stops at what may be spent.
test('once more was spent than may be it ends, and says how much', async () => {
  const billed = { function: 'f', memoryMb: 1024, container: 'c', billedMs: 1_000_000, architecture: 'arm64' } as const
  const plan = anAbPlan({ environments: 2, warm: 1, maxUsd: 0.05 })
  let nth = 0
  const ended: Trial[] = []
  const take = async (turn: Turn) =>
    coldOrWarm(plan, turn, {
      invocation: { ...billed, container: `c ${turn.variant.name} ${turn.block} ${nth++ % 2}` },
    })
  const driving = drive(
    plan,
    { renew: async () => ({}), retire: async () => {}, take },
    { ended: (trial) => ended.push(trial) },
    { signal: new AbortController().signal, pause: async () => {} },
  )
  await expect(driving).rejects.toThrow(
    expect.objectContaining({ code: 'spent-too-much', parameters: { spentUsd: 0.053356400000000005, maxUsd: 0.05 } }),
  )
  expect(ended).toHaveLength(4)
})

test('the progress display learns how many blocks are whole', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1 })
  const begun: string[] = []
  const take = async (turn: Turn) =>
    coldOrWarm(plan, turn, isAaCheck(turn) && turn.block === 1 && turn.iteration === 0 ? { phase: 'warmup' } : {})
  const beginning = async (block: number, whole: number) => void begun.push(`${block}: ${whole}`)
  await drive(
    plan,
    { renew: async () => ({}), retire: async () => {}, take },
    { beginning, ended: () => {} },
    { signal: new AbortController().signal, pause: async () => {} },
  )
  expect(begun).toEqual(['1: 0', '2: 0', '3: 1'])
})
