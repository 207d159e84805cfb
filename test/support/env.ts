import { onTestFinished, vi } from 'vitest'

/** Sets a variable of this process's environment for one test. */
export function withEnv(name: string, value: string | undefined): void {
  vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
}
