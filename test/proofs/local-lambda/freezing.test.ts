import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { aFolder } from '../../support/folders.ts'
import { aFunction, aLambda, invoke, handling } from '../../support/local-functions.ts'
import { cpuMsOf, stateOf } from '../../support/processes.ts'

/** Leaves work that nobody awaits: it writes a byte to a file again and again, and spins. */
const CARELESS = `
  import { appendFileSync, statSync } from 'node:fs'
  const spin = () => setImmediate(spin)
  export const handler = async ({ writes, spins, waitsFor, bytes }) => {
    if (writes) setInterval(() => appendFileSync(writes, 'x'), 5)
    if (spins) spin()
    while (waitsFor && statSync(waitsFor).size < bytes) await new Promise((waited) => setTimeout(waited, 1))
    return process.pid
  }`

/** A function that takes far longer than the careless one pauses. */
const SLOW = handling('await new Promise((waited) => setTimeout(waited, 200))')

test('what is left after an answer does not run before the next invocation, and then it does', async () => {
  await using lambda = aLambda([aFunction(CARELESS), aFunction(SLOW, { name: 'slow' })])
  const file = join(aFolder({ written: '' }), 'written')
  const pid = (await invoke(lambda, { writes: file })).body as number
  await eventually('the container stands still', () => stateOf(pid) === 'T')
  const bytes = statSync(file).size
  await invoke(lambda, {}, { name: 'slow' })
  expect([stateOf(pid), statSync(file).size]).toEqual(['T', bytes])
  expect((await invoke(lambda, { waitsFor: file, bytes: bytes + 1 })).body).toBe(pid)
})

test('a container uses no processor between invocations', async () => {
  await using lambda = aLambda([aFunction(CARELESS), aFunction(SLOW, { name: 'slow' })])
  const pid = (await invoke(lambda, { spins: true })).body as number
  await eventually('the container stands still', () => stateOf(pid) === 'T')
  const usedMs = cpuMsOf(pid)
  await invoke(lambda, {}, { name: 'slow' })
  expect(cpuMsOf(pid)).toBe(usedMs)
  await invoke(lambda)
  await eventually('it stands still again', () => stateOf(pid) === 'T')
})

test('a container that does not stand still goes on with what is left', async () => {
  await using lambda = aLambda(aFunction(CARELESS), { freezes: false })
  expect(lambda.freezes).toBe(false)
  const file = join(aFolder({ written: '' }), 'written')
  const pid = (await invoke(lambda, { writes: file })).body as number
  const bytes = statSync(file).size
  await eventually('more is written', () => statSync(file).size > bytes)
  expect(stateOf(pid)).not.toBe('T')
})

test('a container that was killed while it was frozen is started again', async () => {
  await using lambda = aLambda(aFunction(CARELESS))
  const pid = (await invoke(lambda)).body as number
  await eventually('the container stands still', () => stateOf(pid) === 'T')
  process.kill(pid, 'SIGKILL')
  await eventually('it is gone', () => stateOf(pid) === undefined)
  const { body, error } = await invoke(lambda)
  expect(error).toBeUndefined()
  expect(body).not.toBe(pid)
})
