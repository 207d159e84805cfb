import { expect, test } from 'vitest'
import { drive, type Ground, type Turn } from '../../../../bench/run/aws/drive.ts'
import { estimateAb } from '../../../../bench/run/aws/estimate.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { anAbPlan } from '../../../support/comparisons.ts'
import { coldOrWarm, driven, type Plan } from '../../../support/driving.ts'

const isGuard = ({ arm }: Turn) => arm.name === 'A/A'
const inContainer = (container: string): Partial<Trial> => ({ invocation: { function: 'f', memoryMb: 1, container } })

// Breakage: a round that lacks the arm whose container Lambda took away, and so does not count.
test('a warm invocation that turned out cold is asked for again, so that the round is whole', async () => {
  const plan = anAbPlan({ environments: 1, warm: 2 })
  const isLost = ({ arm, round }: Turn) => arm.name === 'pipelined' && round === 1
  let asked = 0
  const { ended } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isLost(turn) && ++asked <= 2 ? { phase: 'cold' } : {}),
  )
  const phases = ended.filter(({ arm }) => arm === 'pipelined').map(({ round, phase }) => `${round} ${phase}`)
  expect(phases).toEqual(['0 cold', '1 cold', '1 cold', '1 measured', '2 measured'])
})

test('after two repeats it is left at that', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1 })
  const { ended } = await driven(plan, (turn) => coldOrWarm(plan, turn, { phase: 'cold' }))
  const inFirst = ended.filter(({ arm, fork }) => arm === 'pipelined' && fork === 1)
  expect(inFirst.map(({ round }) => round)).toEqual([0, 1, 1, 1])
})

// Breakage: a comparison that was paid for ends one container short of a verdict.
test('a fork without a warm run of each arm is made up for, a few times', async () => {
  const plan = anAbPlan({ environments: 12, warm: 1 })
  const taken = (forks: readonly number[]) =>
    driven(plan, (turn) =>
      coldOrWarm(plan, turn, forks.includes(turn.fork) && turn.arm.name === 'pipelined' ? { phase: 'cold' } : {}),
    )
  expect((await taken([])).begun).toHaveLength(12)
  expect((await taken([3])).begun).toHaveLength(13)
  expect((await taken([3, 5, 7, 9])).begun).toHaveLength(14)
})

test('as many may fail as are allowed, and one more ends it with the reason of the last', async () => {
  const failing = (plan: Plan) => driven(plan, (turn, nth) => coldOrWarm(plan, turn, { faults: [`reason ${nth}`] }))
  const all = anAbPlan({ environments: 1, warm: 1 })
  expect((await failing({ ...all, allowedErrors: 6 })).ended).toHaveLength(6)
  await expect(failing({ ...all, allowedErrors: 5 })).rejects.toThrow(
    new Error('6 invocations failed, more than the 5 allowed; the last one: reason 6'),
  )
  await expect(failing({ ...all, allowedErrors: 0 })).rejects.toThrow(/^1 invocations failed, .*: reason 1$/)
})

test('the one that was too much is given out too', async () => {
  const ended: Trial[] = []
  const plan = anAbPlan()
  const take = async (turn: Turn) => coldOrWarm(plan, turn, { faults: ['broken'] })
  const { signal } = new AbortController()
  await expect(
    drive(plan, { renew: async () => {}, take }, { ended: (one) => ended.push(one) }, signal),
  ).rejects.toThrow('1 invocations failed')
  expect(ended).toHaveLength(1)
})

// Breakage: the guard meets the reference's container, which an update had not yet taken away, and passes too easily.
test('a container that is not new is no new one: the arm is renewed once more and asked again', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1 })
  let asked = 0
  const { log, ended, old, begun } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isGuard(turn) && turn.round === 0 && asked++ === 0 ? { phase: 'warmup' } : {}),
  )
  expect(log.filter((line) => line.includes('A/A'))).toEqual([
    'renew A/A',
    'A/A 1/0',
    'renew A/A',
    'A/A 1/0',
    'A/A 1/1',
  ])
  expect(ended.filter(({ arm }) => arm === 'A/A').map(({ phase }) => phase)).toEqual(['warmup', 'cold', 'measured'])
  expect([old, begun]).toEqual([[], [1]])
})

test('a container that answered in an earlier turn is not new, though it says so', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1 })
  let renewals = 0
  const ground: Ground = {
    renew: async () => void renewals++,
    take: async (turn) =>
      coldOrWarm(plan, turn, inContainer(turn.fork === 2 && renewals === 4 ? 'container 1' : `container ${renewals}`)),
  }
  const rounds: string[] = []
  const ended = ({ fork, round, invocation }: Trial) => rounds.push(`${fork}/${round} ${invocation!.container}`)
  await drive(plan, ground, { ended }, new AbortController().signal)
  expect(renewals).toBe(7)
  expect(rounds.slice(6, 9)).toEqual(['2/0 container 1', '2/0 container 5', '2/1 container 5'])
})

// Breakage: the round counts, as if it were of two containers.
test('where it is still not new there is no warm run of it, so that the fork is not whole, and is made up for', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1 })
  const { ended, old, begun } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isGuard(turn) && turn.fork === 1 && turn.round === 0 ? { phase: 'warmup' } : {}),
  )
  expect(old).toEqual(['1 A/A'])
  expect(begun).toEqual([1, 2, 3])
  const measured = ended.filter(({ phase }) => phase === 'measured').map(({ arm, fork }) => `${arm} ${fork}`)
  expect(measured.toSorted()).toEqual(
    ['A/A 2', 'A/A 3', ...[1, 2, 3].flatMap((fork) => [`pipelined ${fork}`, `sequential ${fork}`])].toSorted(),
  )
})

test('of several at a time one that is not new is enough to ask all of them again', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1, concurrency: 3 })
  let asked = 0
  const { turns } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isGuard(turn) && turn.round === 1 && asked++ === 0 ? { phase: 'warmup' } : {}),
  )
  expect(turns.filter(isGuard).map(({ round, renewal }) => `${round} of ${renewal}`)).toEqual([
    ...[0, 1, 2].map((round) => `${round} of 0`),
    ...[0, 1, 2, 3, 4, 5].map((round) => `${round} of 1`),
  ])
})

test('one that failed tells nothing of its container', async () => {
  const plan = anAbPlan({ environments: 1, warm: 1, allowedErrors: 9 })
  const { log } = await driven(plan, (turn) =>
    coldOrWarm(plan, turn, isGuard(turn) && turn.round === 0 ? { phase: 'warmup', faults: ['throttled'] } : {}),
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
    coldOrWarm(plan, turn, { invocation: { ...billed, container: `c ${turn.arm.name} ${turn.fork} ${nth++ % 2}` } })
  const driving = drive(
    plan,
    { renew: async () => {}, take },
    { ended: (trial) => ended.push(trial) },
    new AbortController().signal,
  )
  await expect(driving).rejects.toThrow(
    new Error('about USD 0.0534 was spent, more than the USD 0.05 of --max-usd: invocations take longer than --expect'),
  )
  expect(ended).toHaveLength(4)
})

test('whoever draws the progress is told how many forks are whole', async () => {
  const plan = anAbPlan({ environments: 2, warm: 1 })
  const told: string[] = []
  const take = async (turn: Turn) =>
    coldOrWarm(plan, turn, isGuard(turn) && turn.fork === 1 && turn.round === 0 ? { phase: 'warmup' } : {})
  const beginning = async (fork: number, whole: number) => void told.push(`${fork}: ${whole}`)
  await drive(plan, { renew: async () => {}, take }, { beginning, ended: () => {} }, new AbortController().signal)
  expect(told).toEqual(['1: 0', '2: 0', '3: 1'])
})
