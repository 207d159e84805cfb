import type { Trial } from '../../trial/trial.ts'
import type { FailedCheck } from '../comparison/controls.ts'

/** What two machines may differ by, as far as trials record it. */
export type Machine = Pick<Trial['environment'], 'node' | 'cpu' | 'cores'>

interface NamedScenario {
  readonly name: string
  readonly digest: string
}

/** Why a stored result is no baseline for what is measured now. */
export type Refusal =
  | { readonly code: 'scheduled' | 'before-first-look' | 'output-mismatch' | 'mock-server-saturated' }
  | { readonly code: 'several-targets'; readonly targets: readonly Trial['target'][] }
  | { readonly code: 'several-machines'; readonly machines: readonly Pick<Machine, 'cpu' | 'cores'>[] }
  | { readonly code: 'several-node-versions'; readonly versions: readonly string[] }
  | { readonly code: 'several-scenarios'; readonly scenarios: readonly NamedScenario[] }
  | { readonly code: 'other-target'; readonly target: Trial['target'] }
  | { readonly code: 'other-cpu' | 'other-node'; readonly was: string; readonly now: string }
  | { readonly code: 'other-cores'; readonly was: number; readonly now: number }
  | { readonly code: 'other-scenario'; readonly was: NamedScenario; readonly now: NamedScenario }
  | { readonly code: 'other-reference'; readonly was: string; readonly now: string }
  | { readonly code: 'variants-missing'; readonly variants: readonly string[] }
  | { readonly code: 'runs-failed'; readonly variant: string; readonly failed: number; readonly of: number }
  | { readonly code: 'unfit'; readonly check: FailedCheck; readonly margin: number }

/** What trials of more than one comparison have more than one of. */
export function mixedIn(trials: readonly Trial[]): Refusal[] {
  const several = <T>(of: (trial: Trial) => T, refusal: (all: T[]) => Refusal) => {
    const all = [...new Map(trials.map((trial) => [JSON.stringify(of(trial)), of(trial)])).values()]
    return all.length > 1 ? [refusal(all)] : []
  }
  return [
    ...several(
      ({ target }) => target,
      (targets) => ({ code: 'several-targets', targets }),
    ),
    ...several(
      ({ environment: { cpu, cores } }) => ({ cpu, cores }),
      (machines) => ({ code: 'several-machines', machines }),
    ),
    ...several(
      ({ environment: { node } }) => majorOf(node),
      (versions) => ({ code: 'several-node-versions', versions }),
    ),
    ...several(
      ({ scenario: { name, digest } }) => ({ name, digest }),
      (scenarios) => ({ code: 'several-scenarios', scenarios }),
    ),
  ]
}

function majorOf(version: string): string {
  return /^v?(\d+)/.exec(version)?.[1] ?? version
}

/** Why a result of another place is no baseline here. */
export function otherTarget({ target }: Trial): Refusal[] {
  return target === 'local' ? [] : [{ code: 'other-target', target }]
}

/** Why a result of another machine is no baseline on this one. */
export function otherMachine(then: Machine, now: Machine): Refusal[] {
  return [
    ...(then.cpu === now.cpu ? [] : [{ code: 'other-cpu', was: then.cpu, now: now.cpu } as const]),
    ...(then.cores === now.cores ? [] : [{ code: 'other-cores', was: then.cores, now: now.cores } as const]),
    ...(majorOf(then.node) === majorOf(now.node)
      ? []
      : [{ code: 'other-node', was: then.node, now: now.node } as const]),
  ]
}
