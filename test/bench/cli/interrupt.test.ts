import { expect, onTestFinished, test, vi } from 'vitest'
import { onInterrupt, untilInterrupt } from '../../../bench/cli/interrupt.ts'
import { anIo } from '../../support/in-process.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type Signal = (typeof SIGNALS)[number]

/** An interrupt whose clock, exits and signals are the test's. */
function anInterrupt(env: Readonly<Record<string, string>> = {}) {
  const io = { ...anIo({ env }), exit: vi.fn<(code: number) => void>() }
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
  onTestFinished(() => void vi.restoreAllMocks())
  const interrupt = onInterrupt('Stopping.', io)
  const send = (atMs: number, name: Signal = 'SIGINT') => {
    now.mockReturnValue(atMs)
    io.signals.emit(name, name)
  }
  return { ...interrupt, send, ...io, heard: () => SIGNALS.filter((name) => io.signals.listenerCount(name) > 0) }
}

// Breakage: not listening to SIGHUP, by which closing the terminal kills the process before it has reported.
test.each(SIGNALS)('the first %s aborts with a message', (name) => {
  const { signal, send, exit, printed } = anInterrupt()
  expect(signal.aborted).toBe(false)
  send(2000, name)
  expect(signal.reason).toEqual(new Error(`interrupted (${name})`))
  expect(printed.stderr).toBe('\nStopping.\n')
  expect(exit).not.toHaveBeenCalled()
})

// Breakage: taking the echo for the second Ctrl-C, which loses the outcomes of a job that was being stopped with care.
test('what the launcher hands on of the same Ctrl-C is not the second one, which ends at once in 130', () => {
  const { send, exit, printed } = anInterrupt()
  send(2000)
  send(2010)
  send(2250)
  expect(exit).not.toHaveBeenCalled()
  expect(printed.stderr).toBe('\nStopping.\n')
  send(4000)
  expect(exit.mock.calls).toEqual([[130]])
})

// Breakage: a shell that reports its closed terminal late, and so ends what is being stopped with care.
test('a hang-up never hurries what is stopping; a later SIGTERM or Ctrl-C does', () => {
  for (const second of ['SIGTERM', 'SIGINT'] as const)
    for (const first of SIGNALS) {
      const { send, exit, printed, signal } = anInterrupt()
      send(2000, first)
      send(2050, second)
      send(4000, 'SIGHUP')
      send(9000, 'SIGHUP')
      expect(exit).not.toHaveBeenCalled()
      send(9001, second)
      expect(exit.mock.calls).toEqual([[130]])
      expect(printed.stderr).toBe('\nStopping.\n')
      expect(signal.reason).toEqual(new Error(`interrupted (${first})`))
    }
})

test('under nohup a hang-up means nothing', () => {
  const { heard, send, signal } = anInterrupt({ UTAKATA_NOHUP: '1' })
  expect(heard()).toEqual(['SIGINT', 'SIGTERM'])
  send(2000, 'SIGHUP')
  expect(signal.aborted).toBe(false)
  send(2000, 'SIGTERM')
  expect(signal.aborted).toBe(true)
})

// Breakage: an echo that comes once the work has ended, and kills the process before it has reported what it did.
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

// Breakage: listening only after the message, so that a Ctrl-C right behind it ends the process in 130.
test('a server whose start was just announced ends with its Ctrl-C in order', async () => {
  const io = anIo()
  await untilInterrupt('Stopping.', io, () => io.signals.emit('SIGINT', 'SIGINT'))
  expect(io.signals.listenerCount('SIGINT')).toBe(1)
})
