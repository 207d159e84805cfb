import { onTestFinished, vi } from 'vitest'

/** Everything that is printed, from now on to the end of the test. */
export function listening() {
  const [out, err]: [string[], string[]] = [[], []]
  const into = (said: string[]) => (chunk: unknown) => (said.push(String(chunk)), true)
  vi.spyOn(process.stderr, 'write').mockImplementation(into(err))
  vi.spyOn(process.stdout, 'write').mockImplementation(into(out))
  vi.spyOn(console, 'log').mockImplementation(into(out))
  vi.spyOn(console, 'error').mockImplementation(into(err))
  onTestFinished(() => void vi.restoreAllMocks())
  return { out: () => out.join('\n'), err: () => err.join('\n') }
}

/** Ctrl-C as whoever listens now hears it. */
export function interrupting() {
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'beforeExit'] as const
  const before = new Map(events.map((event) => [event, new Set(process.listeners(event as 'SIGINT'))]))
  const added = (event: (typeof events)[number]) =>
    process.listeners(event as 'SIGINT').filter((listener) => !before.get(event)!.has(listener))
  onTestFinished(() => {
    for (const event of events) for (const listener of added(event)) process.off(event, listener)
  })
  return () => added('SIGINT').at(-1)!('SIGINT')
}
