import type { GateReason } from '../../judge/gate/gate.ts'
import { problemText } from '../messages/problems.ts'
import { faultText } from '../messages/trial-reasons.ts'
import { failedCheckText } from '../messages/controls.ts'
import type { Messages } from '../messages/messages.ts'
import { formatChange, formatRange, formatShare } from './gate-format.ts'
import { remediesText } from './recommendation.ts'

/** Why a change cannot be judged, or is a regression other than by its size, as a clause. */
export function reasonText(reason: GateReason, messages: Messages): string {
  switch (reason.code) {
    case 'own-strategy':
      return messages.gate.reasonOwnStrategy
    case 'program':
      return messages.gate.reasonProgram
    case 'not-in-revision':
      return messages.gate.reasonNotInRevision(reason.revision)
    case 'nothing-to-compare':
      return messages.gate.reasonNothingToCompare
    case 'before-first-look':
      return messages.gate.reasonBeforeFirstLook
    case 'no-whole-iteration':
      return messages.gate.reasonNoWholeIteration
    case 'within-or-beyond':
      return messages.gate.reasonWithinOrBeyond
    case 'other-output':
      return messages.gate.reasonOtherOutput
    case 'network-allowed':
      return messages.gate.reasonNetworkAllowed
    case 'mock-server-late':
      return messages.gate.reasonMockServerLate
    case 'metric-missing':
      return messages.gate.reasonMetricMissing(reason.metric)
    case 'baseline-late':
      return messages.gate.reasonBaselineLate(reason.strategy)
    case 'runs-failed':
      return messages.gate.reasonRunsFailed({ ...reason, example: faultText(reason.example, messages) })
    case 'unfit': {
      const remedies = messages.either(
        reason.remedies.map((remedy) =>
          remedy === 'higher-limit' ? messages.gate.remedyHigherLimit : remediesText([remedy], messages),
        ),
      )
      const { check, margin, slowdown } = reason
      if ('aaCheck' in check && check.aaCheck.code === 'failed')
        return messages.gate.reasonCopiesApart({
          range: formatRange(check.aaCheck, messages),
          limit: formatShare(margin),
          remedies,
        })
      if ('sensitivityCheck' in check && check.sensitivityCheck.code === 'missed')
        return messages.gate.reasonSlowdownMissed({
          slowdown: formatShare(slowdown),
          change: formatChange(check.sensitivityCheck, messages),
          remedies,
        })
      const failed = failedCheckText(check, reason, messages)
      return 'aaCheck' in check
        ? messages.gate.reasonAaCheck(failed, remedies)
        : messages.gate.reasonSensitivityCheck(failed, remedies)
    }
    case 'old-code':
      return problemText(reason.problem)
  }
}
