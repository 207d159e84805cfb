import { expect, test } from 'vitest'
import { eventually, within } from '../../../../support/eventually.ts'
import { fakeLambdaControl, pausingClock } from '../../../../support/fake-lambda-control.ts'
import { aRun, errorOf } from '../../../../support/reconfiguring.ts'
import { putBackText } from '../../../../../bench/report/messages/put-back.ts'

test('Ctrl-C while an update is in progress ends the change at once, and putting back waits for the update', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const controller = new AbortController()
  control.slow(6)
  const clock = pausingClock()
  let pauses = 0
  // The second pause ends by nothing but the signal.
  const pause = async (ms: number, signal?: AbortSignal) => {
    if (++pauses !== 2) return clock.pause(ms, signal)
    setImmediate(() => controller.abort(new Error('interrupted (SIGINT)')))
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
  }
  const { setMemory, putBack } = aRun(control, { ...clock, pause, signal: controller.signal })
  await expect(setMemory('a', 1024)).rejects.toThrow('interrupted (SIGINT)')
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 1024 })
  expect(control.functionOf('a').looksInProgress).toBeGreaterThan(0)
  await putBack()
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 512, looksInProgress: 0 })
})

test('putting back ends a change that hangs, and nothing can be changed after it', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { touch, putBack } = aRun(control)
  control.hang('made')
  const touching = errorOf(touch('a'))
  await eventually('the update came', () => control.updates().length === 1)
  control.hang()
  expect((await putBack()).map(putBackText)).toEqual(['a: UTAKATA_TOUCHED removed'])
  expect((await within(5000, 'the touch', touching)).message).toContain('the functions are being put back')
  await expect(touch('a')).rejects.toThrow('the functions are being put back')
  expect(control.functionOf('a').variables).toEqual({})
})

test('an update that reaches Lambda only after everything was put back is discarded', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { setMemory, putBack } = aRun(control)
  control.hang('unmade')
  const changing = errorOf(setMemory('a', 1024))
  await eventually('the update came', () => control.updates().length === 1)
  control.hang()
  expect((await putBack()).map(putBackText)).toEqual(['a: is as it was'])
  control.landLate()
  expect(control.functionOf('a').memoryMb).toBe(512)
  await changing
})

test('a change whose answer is lost is made once, though the SDK tries again', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { setMemory, putBack } = aRun(control, { client: control.clientFor({}, 2) })
  let isFirst = true
  control.onUpdate(({ MemorySize }) => {
    if (!isFirst) return control.refuse('a')
    isFirst = false
    control.meddle('a', { memoryMb: MemorySize! })
    control.refuse('a', [500, 'ServiceException', 'lost'])
  })
  await setMemory('a', 1024)
  expect(control.updates()).toHaveLength(2)
  await putBack()
  expect(control.functionOf('a').memoryMb).toBe(512)
})

test('two changes of one function at the same time are both made and put back', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { touch, setMemory, putBack } = aRun(control)
  const [value] = await Promise.all([touch('a'), setMemory('a', 1024)])
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 1024, variables: { UTAKATA_TOUCHED: value } })
  await putBack()
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 512, variables: {} })
  expect(control.functionOf('a').variables).toEqual({})
})
