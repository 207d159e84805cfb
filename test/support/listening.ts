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
