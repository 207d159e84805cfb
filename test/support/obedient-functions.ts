import { childrenWith } from './processes.ts'

/** Does what the event says; `{}` returns the process id. */
export const OBEDIENT = `
  const FAULTS = {
    exit: ({ code }) => process.exit(code),
    kill: ({ signal }) => { process.kill(process.pid, signal); return new Promise(() => {}) },
    hang: () => new Promise(() => setInterval(() => {}, 1_000_000)),
    forget: () => new Promise(() => {}),
    spin: () => { for (;;); },
    throwLater: () => { setImmediate(() => { throw new Error('later') }); return new Promise(() => {}) },
    buffers: () => { const kept = []; while (kept.length < 300) kept.push(Buffer.alloc(8 * 1024 * 1024, 1)); for (;;); },
    heap: () => { const kept = []; for (;;) kept.push(Array.from({ length: 1000 }, () => ({ a: {} }))) },
  }
  export const handler = async (event) => (event.fault ? FAULTS[event.fault](event) : process.pid)`

/** The processes of containers that this one has. */
export function containers(): number {
  return childrenWith('lambda/runtime.mjs').length
}

export const EXIT = 'Runtime.ExitError'
