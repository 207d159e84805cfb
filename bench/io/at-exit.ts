import { constants } from 'node:os'

/** What ends a process without its `exit` event, where nobody listens. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Our own listeners: a signal that only these hear ends the process. */
const ends = new Set<unknown>()

/**
 * Calls `undo` when this process ends, be it by a hang-up or a Ctrl-C that nobody else listens to; what was asked for last is undone first.
 * Gives what calls that off. A SIGKILL leaves no time for it.
 */
export function atExit(undo: () => void): () => void {
  const end = (name: NodeJS.Signals) => {
    if (process.listeners(name).every((listener) => ends.has(listener))) process.exit(128 + constants.signals[name])
  }
  ends.add(end)
  process.prependListener('exit', undo)
  for (const name of ENDINGS) process.on(name, end)
  return () => {
    process.off('exit', undo)
    // Last of all: a Ctrl-C comes twice, and the second one would end what is being undone.
    for (const name of ENDINGS) process.off(name, end)
    ends.delete(end)
  }
}
