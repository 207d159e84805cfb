import type { BaselineRefusal } from '../../io/baseline-refusal.ts'
import type { Trial } from '../../trial/trial.ts'

/** What two machines may differ by, as far as trials record it. */
export type Machine = Pick<Trial['environment'], 'node' | 'cpu' | 'cores'>

/** What trials of more than one comparison have more than one of. */
export function mixedIn(trials: readonly Trial[]): BaselineRefusal[] {
  const several = <T>(of: (trial: Trial) => T, refusal: (all: T[]) => BaselineRefusal) => {
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
export function otherTarget({ target }: Trial): BaselineRefusal[] {
  return target === 'local' ? [] : [{ code: 'other-target', target }]
}

/** Why a result of another machine is no baseline on this one. */
export function otherMachine(then: Machine, now: Machine): BaselineRefusal[] {
  return [
    ...(then.cpu === now.cpu ? [] : [{ code: 'other-cpu', was: then.cpu, now: now.cpu } as const]),
    ...(then.cores === now.cores ? [] : [{ code: 'other-cores', was: then.cores, now: now.cores } as const]),
    ...(majorOf(then.node) === majorOf(now.node)
      ? []
      : [{ code: 'other-node', was: then.node, now: now.node } as const]),
  ]
}
