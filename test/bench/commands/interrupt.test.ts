import { expect, onTestFinished, test, vi } from 'vitest'
import { onInterrupt, untilInterrupt } from '../../../bench/commands/interrupt.ts'

/** An interrupt whose clock, exits and Ctrl-C are the test's. */
function anInterrupt() {
  const before = new Set(process.listeners('SIGINT'))
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
  const say = vi.spyOn(console, 'error').mockReturnValue()
  const interrupt = onInterrupt('Stopping.')
  const stop = process.listeners('SIGINT').find((listener) => !before.has(listener))
  onTestFinished(() => {
    vi.restoreAllMocks()
    process.off('SIGINT', stop!).off('SIGTERM', stop!)
  })
  const press = (atMs: number) => {
    now.mockReturnValue(atMs)
    stop!('SIGINT')
  }
  return { ...interrupt, press, exit, say, listens: () => process.listeners('SIGINT').includes(stop!) }
}

test('the first Ctrl-C aborts with a word', () => {
  const { signal, press, exit, say } = anInterrupt()
  expect(signal.aborted).toBe(false)
  press(2000)
  expect(signal.reason).toEqual(new Error('interrupted (SIGINT)'))
  expect(say.mock.calls).toEqual([['\nStopping.']])
  expect(exit).not.toHaveBeenCalled()
})

// Breakage: taking the echo for the second Ctrl-C, which loses the outcomes of a job that was being stopped with care.
test('what the launcher hands on of the same Ctrl-C is not the second one, which ends at once in 130', () => {
  const { press, exit, say } = anInterrupt()
  press(2000)
  press(2010)
  press(2250)
  expect(exit).not.toHaveBeenCalled()
  expect(say).toHaveBeenCalledOnce()
  press(4000)
  expect(exit.mock.calls).toEqual([[130]])
})

// Breakage: an echo that comes once the work has ended, and kills the process before it has told what it did.
test('an echo after the end of the work still meets somebody who listens', () => {
  const { press, dispose, exit, listens } = anInterrupt()
  press(2000)
  dispose()
  expect(listens()).toBe(true)
  press(2010)
  expect(exit).not.toHaveBeenCalled()
})

test('without a Ctrl-C nothing is left behind', () => {
  const { dispose, listens } = anInterrupt()
  dispose()
  expect(listens()).toBe(false)
})

// Breakage: listening only after the word, so that a Ctrl-C right behind it ends the process in 130.
test('a server whose start was just told ends with its Ctrl-C in order', async () => {
  const before = process.listeners('SIGINT')
  vi.spyOn(console, 'error').mockReturnValue()
  const added = () => process.listeners('SIGINT').filter((listener) => !before.includes(listener))
  await untilInterrupt('Stopping.', () => {
    for (const press of added()) press('SIGINT')
  })
  expect(added()).toHaveLength(1)
  process.off('SIGINT', added()[0]!)
  vi.restoreAllMocks()
})
