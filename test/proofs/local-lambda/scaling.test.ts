import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LocalLambda } from '../../../bench/run/lab/lambda/local-lambda.ts'
import { eventually } from '../../support/eventually.ts'
import { aFolder } from '../../support/folders.ts'
import { aFunction, aLambda, type Invoked, invoke } from '../../support/local-functions.ts'
import { isRunning } from '../../support/processes.ts'

/** Says that it is at work, and ends once it may. */
const WAITING = `
  import { appendFileSync, existsSync } from 'node:fs'
  export const handler = async ({ begins, mayEnd }) => {
    if (begins) appendFileSync(begins, 'x')
    while (mayEnd && !existsSync(mayEnd)) await new Promise((waited) => setTimeout(waited, 1))
    return { pid: process.pid, word: process.env.WORD, memoryMb: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE }
  }`

interface Work {
  readonly answers: readonly Promise<Invoked>[]
  /** Lets all of it end. */
  readonly end: () => void
}

/** So many invocations at a time, all of them under way. */
async function atWork(lambda: LocalLambda, count: number): Promise<Work> {
  const folder = aFolder({})
  const mayEnd = join(folder, 'may-end')
  const begun = Array.from({ length: count }, (_, index) => join(folder, `begun-${index}`))
  const answers = begun.map((begins) => invoke(lambda, { begins, mayEnd }))
  await eventually('all are at work', () => begun.every(existsSync))
  return { answers, end: () => writeFileSync(mayEnd, '') }
}

function pidOf({ body }: Invoked): number {
  return (body as { pid: number }).pid
}

test('five invocations at a time are in five containers, which are used again', async () => {
  await using lambda = aLambda(aFunction(WAITING))
  const { answers, end } = await atWork(lambda, 5)
  end()
  const cold = await Promise.all(answers)
  const pids = cold.map(pidOf)
  expect(new Set(pids).size).toBe(5)
  expect(cold.every(({ answer }) => answer.report.initMs! > 0)).toBe(true)
  const again = await atWork(lambda, 5)
  again.end()
  const warm = await Promise.all(again.answers)
  expect(new Set(warm.map(pidOf))).toEqual(new Set(pids))
  expect(warm.map(({ answer }) => answer.report.initMs)).toEqual(Array.from({ length: 5 }))
  // The one that was used last is the next to be used.
  const first = await invoke(lambda)
  expect(pidOf(await invoke(lambda))).toBe(pidOf(first))
})

test('a container that nobody uses is given up after a while, and not while it works', async () => {
  await using lambda = aLambda(aFunction(WAITING), { idleMs: 150 })
  const pid = pidOf(await invoke(lambda))
  // At once, so that it is not given up before.
  const work = await atWork(lambda, 1)
  const [answer] = work.answers
  // A second container comes and goes meanwhile.
  const another = pidOf(await invoke(lambda))
  await eventually('the idle one is gone', () => !isRunning(another))
  expect(isRunning(pid)).toBe(true)
  work.end()
  expect(pidOf(await answer!)).toBe(pid)
  await eventually('it is gone, too', () => !isRunning(pid))
  expect((await invoke(lambda)).answer.report.initMs).toBeGreaterThan(0)
})

test('no more than was reserved are at work at a time', async () => {
  const segments: object[] = []
  await using lambda = aLambda(aFunction(WAITING, { reservedConcurrency: 2 }), { trace: (one) => segments.push(one) })
  const { answers, end } = await atWork(lambda, 2)
  await expect(invoke(lambda)).rejects.toMatchObject({ reason: 'throttled', message: 'Rate Exceeded.' })
  expect(segments).toEqual([
    expect.objectContaining({
      origin: 'AWS::Lambda',
      throttle: true,
      error: true,
      http: { response: { status: 429 } },
    }),
  ])
  end()
  await Promise.all(answers)
  expect((await invoke(lambda)).error).toBeUndefined()
})

test('who reserves nothing for a function stops it', async () => {
  await using lambda = aLambda(aFunction(WAITING, { reservedConcurrency: 0 }))
  await expect(invoke(lambda)).rejects.toMatchObject({ reason: 'throttled' })
})

test('a function that is not there is named', async () => {
  await using lambda = aLambda(aFunction(WAITING))
  await expect(invoke(lambda, {}, { name: 'another' })).rejects.toMatchObject({
    reason: 'unknown',
    message: 'Function not found: another',
  })
})

test('a change gives up the containers that are idle, and those at work once they have answered', async () => {
  await using lambda = aLambda(aFunction(WAITING, { variables: { WORD: 'old' } }))
  const first = await atWork(lambda, 2)
  first.end()
  const pids = (await Promise.all(first.answers)).map(pidOf)
  const { answers, end } = await atWork(lambda, 1)
  const { revision } = lambda.settingsOf('a-function')!
  lambda.reconfigure('a-function', { variables: { WORD: 'new' }, memoryMb: 300 })
  expect(lambda.settingsOf('a-function')).toMatchObject({ settings: { memoryMb: 300, name: 'a-function' } })
  expect(lambda.settingsOf('a-function')!.revision).not.toBe(revision)
  await eventually('only the one at work is left', () => pids.filter(isRunning).length === 1)
  const fresh = await invoke(lambda)
  expect(fresh.body).toMatchObject({ word: 'new', memoryMb: '300' })
  end()
  const [old] = await Promise.all(answers)
  expect([old!.error, old!.body]).toMatchObject([undefined, { word: 'old', memoryMb: '512' }])
  await eventually('none of the old is left', () => !pids.some(isRunning))
  expect(pidOf(await invoke(lambda))).toBe(pidOf(fresh))
})
