import { once } from 'node:events'
import { EXIT } from './exit-code.ts'
import { stopSignals } from '../io/stop-signals.ts'
import type { Io } from './io.ts'
import { stoppingTexts } from '../report/messages/commands.ts'

type InterruptIo = Pick<Io, 'signals' | 'stderr' | 'env' | 'exit'>

export interface Interrupt {
  readonly signal: AbortSignal
  readonly dispose: () => void
}

/** The launcher hands on what a terminal has sent already: what follows this soon is the same Ctrl-C. */
const ECHO_MS = 300

/**
 * Turns the first Ctrl-C, SIGTERM or SIGHUP into an abort, and prints `notice`; a second Ctrl-C or SIGTERM ends the process. A second SIGHUP
 * does not: the kernel, the shell and the launcher each report the same closed terminal, in their own time.
 */
export function onInterrupt(notice: string, { signals, stderr, env, exit }: InterruptIo): Interrupt {
  const controller = new AbortController()
  const names = stopSignals(env)
  let firstMs = 0
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      if (name !== 'SIGHUP' && performance.now() - firstMs > ECHO_MS) exit(EXIT.interrupted)
      return
    }
    firstMs = performance.now()
    stderr.write(`\n${notice}\n`)
    controller.abort(new Error(`interrupted (${name})`))
  }
  for (const name of names) signals.on(name, stop)
  return {
    signal: controller.signal,
    dispose() {
      // The echo of a Ctrl-C may still come, even while the process ends.
      if (!controller.signal.aborted) for (const name of names) signals.off(name, stop)
    },
  }
}

/** Does `work`, such as writing a report, to its end: the first signal no longer stops anything, a second one ends the process. */
export async function toItsEnd<T>(io: InterruptIo, work: () => Promise<T>): Promise<T> {
  const interrupt = onInterrupt(stoppingTexts.report, io)
  try {
    return await work()
  } finally {
    interrupt.dispose()
  }
}

/** Announces what is there until Ctrl-C, and waits for it. Whoever reads that may press it at once: it is listened for before. */
export async function untilInterrupt(notice: string, io: InterruptIo, announce: () => unknown): Promise<void> {
  const interrupt = onInterrupt(notice, io)
  const interrupted = once(interrupt.signal, 'abort')
  await announce()
  await interrupted
  interrupt.dispose()
}
