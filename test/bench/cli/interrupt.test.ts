import { expect, onTestFinished, test, vi } from 'vitest'
import { onInterrupt, untilInterrupt } from '../../../bench/cli/interrupt.ts'
import { withEnv } from '../../support/env.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type Signal = (typeof SIGNALS)[number]

/** An interrupt whose clock, exits and signals are the test's. */
function anInterrupt() {
  const before = new Map(SIGNALS.map((name) => [name, new Set(process.listeners(name))]))
  const added = (name: Signal) => process.listeners(name).filter((listener) => !before.get(name)!.has(listener))
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
  const say = vi.spyOn(console, 'error').mockReturnValue()
  const interrupt = onInterrupt('Stopping.')
  onTestFinished(() => {
    vi.restoreAllMocks()
    for (const name of SIGNALS) for (const listener of added(name)) process.off(name, listener)
  })
  const send = (atMs: number, name: Signal = 'SIGINT') => {
    now.mockReturnValue(atMs)
    for (const listener of added(name)) listener(name)
  }
  return { ...interrupt, send, exit, say, heard: () => SIGNALS.filter((name) => added(name).length > 0) }
}

// Breakage: not listening to SIGHUP, by which closing the terminal kills the process before it has reported.
test.each(SIGNALS)('the first %s aborts with a word', (name) => {
  const { signal, send, exit, say } = anInterrupt()
  expect(signal.aborted).toBe(false)
  send(2000, name)
  expect(signal.reason).toEqual(new Error(`interrupted (${name})`))
  expect(say.mock.calls).toEqual([['\nStopping.']])
  expect(exit).not.toHaveBeenCalled()
})

// Breakage: taking the echo for the second Ctrl-C, which loses the outcomes of a job that was being stopped with care.
test('what the launcher hands on of the same Ctrl-C is not the second one, which ends at once in 130', () => {
  const { send, exit, say } = anInterrupt()
  send(2000)
  send(2010)
  send(2250)
  expect(exit).not.toHaveBeenCalled()
  expect(say).toHaveBeenCalledOnce()
  send(4000)
  expect(exit.mock.calls).toEqual([[130]])
})

// Breakage: a shell that reports its closed terminal late, and so ends what is being stopped with care.
test('a hang-up never hurries what is stopping; a later SIGTERM or Ctrl-C does', () => {
  for (const second of ['SIGTERM', 'SIGINT'] as const)
    for (const first of SIGNALS) {
      const { send, exit, say, signal } = anInterrupt()
      send(2000, first)
      send(2050, second)
      send(4000, 'SIGHUP')
      send(9000, 'SIGHUP')
      expect(exit).not.toHaveBeenCalled()
      send(9001, second)
      expect(exit.mock.calls).toEqual([[130]])
      expect(say).toHaveBeenCalledOnce()
      expect(signal.reason).toEqual(new Error(`interrupted (${first})`))
      vi.restoreAllMocks()
    }
})

test('under nohup a hang-up means nothing', () => {
  withEnv('UTAKATA_NOHUP', '1')
  const { heard, send, signal } = anInterrupt()
  expect(heard()).toEqual(['SIGINT', 'SIGTERM'])
  send(2000, 'SIGHUP')
  expect(signal.aborted).toBe(false)
  send(2000, 'SIGTERM')
  expect(signal.aborted).toBe(true)
})

// Breakage: an echo that comes once the work has ended, and kills the process before it has told what it did.
test('an echo after the end of the work still meets somebody who listens', () => {
  for (const name of SIGNALS) {
    const { send, dispose, exit, heard } = anInterrupt()
    send(2000, name)
    dispose()
    expect(heard()).toEqual(SIGNALS)
    send(2010, name)
    expect(exit).not.toHaveBeenCalled()
  }
})

test('without a signal nothing is left behind', () => {
  const { dispose, heard } = anInterrupt()
  dispose()
  expect(heard()).toEqual([])
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
  for (const name of SIGNALS) process.off(name, added()[0] ?? (() => {}))
  vi.restoreAllMocks()
})
