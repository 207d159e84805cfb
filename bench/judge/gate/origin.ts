import type { Trial } from '../../trial/trial.ts'

/** What two machines may differ by, as far as trials tell. */
export type Machine = Pick<Trial['environment'], 'node' | 'cpu' | 'cores'>

/** What trials of more than one race have more than one of, in words that name each. */
export function mixedIn(trials: readonly Trial[]): string[] {
  const several = (what: string, of: (trial: Trial) => string) => {
    const all = [...new Set(trials.map(of))]
    return all.length > 1 ? [`${what}: ${all.join(', and ')}`] : []
  }
  return [
    ...several('it was measured in more than one place', ({ place }) => WHERE[place]),
    ...several('it is of more than one machine', ({ environment: { cpu, cores } }) => `"${cpu}" with ${cores} cores`),
    ...several('it is of more than one line of Node', ({ environment: { node } }) => majorOf(node)),
    ...several('it is of more than one scenario', ({ scenario: { name, digest } }) => `${name} (${digest})`),
  ]
}

const WHERE = { local: 'on a machine itself', lab: 'in the lab', aws: 'on AWS' } as const satisfies Readonly<
  Record<Trial['place'], string>
>

function majorOf(version: string): string {
  return /^v?(\d+)/.exec(version)?.[1] ?? version
}

/** Why a result of another place is no baseline here. */
export function otherPlace({ place }: Trial): string[] {
  return place === 'local' ? [] : [`it was measured ${WHERE[place]}, and this race is run on this machine itself`]
}

/** Why a result of another machine is no baseline on this one. */
export function otherMachine(then: Machine, now: Machine): string[] {
  return [
    ...(then.cpu === now.cpu
      ? []
      : [`it is of another machine, with the processor "${then.cpu}"; this one is "${now.cpu}"`]),
    ...(then.cores === now.cores ? [] : [`it is of a machine with ${then.cores} cores; this one has ${now.cores}`]),
    ...(majorOf(then.node) === majorOf(now.node) ? [] : [`it is of Node ${then.node}; this is ${now.node}`]),
  ]
}
