import type { BaselineRefusal } from '../../io/baseline-refusal.ts'
import type { Trial } from '../../trial/trial.ts'
import { failedCheckText } from './controls.ts'
import { ENGLISH } from './en.ts'
import type { Messages } from './messages.ts'

/** Why a stored result is no baseline, as a clause. */
export function refusalText(refusal: BaselineRefusal, messages: Messages = ENGLISH): string {
  switch (refusal.code) {
    case 'scheduled':
      return messages.gate.refusedScheduled
    case 'before-first-look':
      return messages.gate.refusedBeforeFirstLook
    case 'network-allowed':
      return messages.gate.refusedNetworkAllowed
    case 'output-mismatch':
      return messages.gate.refusedOutputMismatch
    case 'mock-server-saturated':
      return messages.gate.refusedMockServerSaturated
    case 'several-targets':
      return messages.gate.refusedSeveralTargets(
        several(
          refusal.targets.map((target) => targetText(target, messages)),
          messages,
        ),
      )
    case 'several-machines':
      return messages.gate.refusedSeveralMachines(
        several(
          refusal.machines.map(({ cpu, cores }) => messages.gate.machine(cpu, cores)),
          messages,
        ),
      )
    case 'several-node-versions':
      return messages.gate.refusedSeveralNodeVersions(several(refusal.versions, messages))
    case 'several-scenarios':
      return messages.gate.refusedSeveralScenarios(
        several(
          refusal.scenarios.map((scenario) => scenarioText(scenario, messages)),
          messages,
        ),
      )
    case 'other-target':
      return messages.gate.refusedOtherTarget(targetText(refusal.target, messages))
    case 'other-cpu':
      return messages.gate.refusedOtherCpu(refusal.was, refusal.now)
    case 'other-cores':
      return messages.gate.refusedOtherCores(refusal.was, refusal.now)
    case 'other-node':
      return messages.gate.refusedOtherNode(refusal.was, refusal.now)
    case 'other-scenario':
      return messages.gate.refusedOtherScenario(
        scenarioText(refusal.was, messages),
        scenarioText(refusal.now, messages),
      )
    case 'other-job':
      return messages.gate.refusedOtherJob
    case 'other-reference':
      return messages.gate.refusedOtherReference(refusal.was, refusal.now)
    case 'variants-missing':
      return messages.gate.refusedVariantsMissing(messages.all(refusal.variants))
    case 'runs-failed':
      return messages.gate.refusedRunsFailed(refusal)
    case 'unfit':
      return messages.gate.refusedUnfit(failedCheckText(refusal.check, refusal, messages))
  }
}

function targetText(target: Trial['target'], messages: Messages): string {
  const texts: Readonly<Record<Trial['target'], string>> = {
    local: messages.gate.targetLocal,
    lab: messages.gate.targetLab,
    aws: messages.gate.targetAws,
  }
  return texts[target]
}

function scenarioText(
  { name, digest }: { readonly name: string; readonly digest: string },
  messages: Messages,
): string {
  return messages.units.withDetail(name, digest)
}

/** At least two of what there has to be one of. */
function several(texts: readonly string[], messages: Messages): string {
  return texts.reduce((one, other) => messages.gate.several(one, other))
}
