import { execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { isPackage, readManifest, ROOT } from '../io/installation.ts'
import { findBundled } from '../launcher/choose-node.mjs'
import type { Trial } from './trial.ts'

/**
 * Where trials ran: `node` is its version, and `(bundled)` where it is not the host's own; `revision` is the checkout's commit, with `+`
 * when it had changes, or the version of a package; `load` is added trial by trial.
 */
export function describeEnvironment(): Omit<Trial['environment'], 'load'> {
  return {
    node: isBundled() ? `${process.version} (bundled)` : process.version,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    revision: isPackage ? readManifest().version : revision(),
  }
}

/** Whether the Node that runs this is the third party's copy that npm ci installs. */
export function isBundled(): boolean {
  const bundled = isPackage ? undefined : findBundled()
  return bundled !== undefined && realpathSync(bundled.path) === realpathSync(process.execPath)
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
