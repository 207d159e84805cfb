import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg } from 'node:os'
import type { Trial } from './trial.ts'

const ROOT = new URL('..', import.meta.url)

/** Where trials ran: `revision` is the checkout's commit, with `+` when it had changes; `load` is added trial by trial. */
export function describeEnvironment(): Omit<Trial['environment'], 'load'> {
  return {
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    revision: revision(),
  }
}

/** Load average of the last minute. */
export function currentLoad(): number {
  return Math.round(loadavg()[0]! * 100) / 100
}

function revision(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+')
  } catch {
    return 'unknown'
  }
}
