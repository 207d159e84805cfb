import { expect, test } from 'vitest'
import { measureShare, shareOf } from '../../../../../bench/run/lab/lambda/cpu-share.ts'
import { shareState } from '../../../../../bench/report/sentences/emulation.ts'
import { aFunction, aLambda } from '../../../../support/local-functions.ts'

/** Reports which part of the time it had a processor: at its start, and in its handler. */
const BUSY = `
  function busy() {
    const beganMs = performance.now()
    const cpu = process.cpuUsage()
    while (performance.now() < beganMs + 300);
    const { user, system } = process.cpuUsage(cpu)
    return (user + system) / 1000 / (performance.now() - beganMs)
  }
  const init = busy()
  export const handler = async () => ({ init, handler: busy() })`

test('a share that cannot be limited, or is off, has no right to its label', async () => {
  expect(await measureShare(512, undefined)).toEqual({ wanted: 512 / 1769, achieved: undefined })
  expect(shareState({ wanted: 0.3, achieved: undefined })).toBe('not limited')
  expect(shareState({ wanted: 0.3, isUnmeasured: true })).toBe('not measured')
  expect(shareState({ wanted: 0.3, achieved: Number.NaN })).not.toBe('as meant')
  expect(shareState({ wanted: 0.3, achieved: 0.26 })).toBe('not reached')
  expect(shareState({ wanted: 0.3, achieved: 0.34 })).toBe('exceeded')
  // Such as four processors where there are two.
  expect(shareState({ wanted: 4, achieved: 2 })).toBe('not reached')
  expect(shareState({ wanted: 0.3, achieved: 0.28 })).toBe('as meant')
})

test('a lab that limits no processors has no control groups', async () => {
  await using lambda = aLambda(aFunction(BUSY))
  expect(lambda.cpuGroups).toBeUndefined()
})

test('1,769 MB are one processor', () => {
  expect([1769, 3538].map(shareOf)).toEqual([1, 2])
})
