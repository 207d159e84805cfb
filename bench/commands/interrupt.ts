import { EXIT } from '../exit-code.ts'

export interface Interrupt {
  readonly signal: AbortSignal
  readonly dispose: () => void
}

/** Turns the first Ctrl-C (or SIGTERM) into an abort, with a word about it; the second one ends the process. */
export function onInterrupt(word: string): Interrupt {
  const controller = new AbortController()
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted)
    console.error(`\n${word}`)
    controller.abort(new Error(`interrupted (${name})`))
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', stop).off('SIGTERM', stop)
    },
  }
}
