import { once } from 'node:events'
import { EXIT } from './exit-code.ts'
import { stopSignals } from '../io/stop-signals.ts'

export interface Interrupt {
  readonly signal: AbortSignal
  readonly dispose: () => void
}

/** The launcher hands on what a terminal has sent already: what follows this soon is the same Ctrl-C. */
const ECHO_MS = 300

/**
 * Turns the first Ctrl-C, SIGTERM or SIGHUP into an abort, with a word about it; a second Ctrl-C or SIGTERM ends the process. A second SIGHUP
 * does not: the kernel, the shell and the launcher each report the same closed terminal, in their own time.
 */
export function onInterrupt(word: string): Interrupt {
  const controller = new AbortController()
  const signals = stopSignals()
  let firstMs = 0
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      if (name !== 'SIGHUP' && performance.now() - firstMs > ECHO_MS) process.exit(EXIT.interrupted)
      return
    }
    firstMs = performance.now()
    console.error(`\n${word}`)
    controller.abort(new Error(`interrupted (${name})`))
  }
  for (const name of signals) process.on(name, stop)
  return {
    signal: controller.signal,
    dispose() {
      if (!controller.signal.aborted) for (const name of signals) process.off(name, stop)
      // The echo of a Ctrl-C may still come, even while the process ends: left to itself it stops listening before it has ended.
      else process.once('beforeExit', () => process.exit())
    },
  }
}

/** Does `work`, such as writing a report, to its end: the first signal no longer stops anything, a second one ends the process. */
export async function toItsEnd<T>(work: () => Promise<T>): Promise<T> {
  const interrupt = onInterrupt('The report is being written. Again to stop at once.')
  try {
    return await work()
  } finally {
    interrupt.dispose()
  }
}

/** Tells that something is there until Ctrl-C, and waits for it. Whoever is told may press it at once: it is listened for before. */
export async function untilInterrupt(word: string, tell: () => unknown): Promise<void> {
  const interrupt = onInterrupt(word)
  const interrupted = once(interrupt.signal, 'abort')
  await tell()
  await interrupted
  interrupt.dispose()
}
