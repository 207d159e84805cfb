import type { Refusal } from '../../judge/gate/origin.ts'
import type { Trial } from '../../trial/trial.ts'
import { aaCheckText, sensitivityCheckText } from '../sentences/controls.ts'

const WHERE = { local: 'on a machine itself', lab: 'in the lab', aws: 'on AWS' } as const satisfies Readonly<
  Record<Trial['target'], string>
>

/** Why a stored result is no baseline, as a clause. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.code) {
    case 'scheduled':
      return 'it is of jobs on a schedule, as utakata rate starts them'
    case 'before-first-look':
      return 'it was stopped before its first look, so that nothing can be judged by it'
    case 'output-mismatch':
      return 'its strategies did not tell people the same'
    case 'mock-server-saturated':
      return 'the mock server limited it'
    case 'several-targets':
      return several(
        'it was measured in more than one place',
        refusal.targets.map((target) => WHERE[target]),
      )
    case 'several-machines':
      return several(
        'it is of more than one machine',
        refusal.machines.map(({ cpu, cores }) => `"${cpu}" with ${cores} cores`),
      )
    case 'several-node-versions':
      return several('it is of more than one line of Node', refusal.versions)
    case 'several-scenarios':
      return several(
        'it is of more than one scenario',
        refusal.scenarios.map(({ name, digest }) => `${name} (${digest})`),
      )
    case 'other-target':
      return `it was measured ${WHERE[refusal.target]}, and this race is run on this machine itself`
    case 'other-cpu':
      return `it is of another machine, with the processor "${refusal.was}"; this one is "${refusal.now}"`
    case 'other-cores':
      return `it is of a machine with ${refusal.was} cores; this one has ${refusal.now}`
    case 'other-node':
      return `it is of Node ${refusal.was}; this is ${refusal.now}`
    case 'other-scenario': {
      const { was, now } = refusal
      return `it is of another scenario: ${was.name} (${was.digest}), where this one is ${now.name} (${now.digest})`
    }
    case 'other-reference':
      return `its ratios are to ${refusal.was}, and those of this race would be to ${refusal.now}`
    case 'variants-missing':
      return `it lacks ${refusal.variants.join(' and ')}, which would be raced now`
    case 'runs-failed':
      return `${refusal.failed} of ${refusal.of} runs of its ${refusal.variant} failed`
    case 'unfit': {
      const scenario = { margin: refusal.margin }
      const check =
        'aaCheck' in refusal.check
          ? aaCheckText({ ...refusal.check, scenario })
          : sensitivityCheckText({ ...refusal.check, scenario })
      return `its machine was too noisy (${check})`
    }
  }
}

function several(what: string, all: readonly string[]): string {
  return `${what}: ${all.join(', and ')}`
}
