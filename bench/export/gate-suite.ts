import type { GateCase, GateSuite } from './junit.ts'
import { formatCondition } from '../judge/gate/condition.ts'
import { formatChange } from '../report/sentences/gate-format.ts'
import { type JudgedChange, type JudgedGate, uncomparedWith } from '../judge/gate/gate.ts'
import { outcomeOf } from '../judge/gate/outcome.ts'
import { closingText } from '../report/sentences/gate-outcome.ts'
import { reasonText } from '../report/sentences/gate-reason.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { exportTexts } from '../report/messages/exports.ts'
import type { Uncompared } from '../run/local/revisions/old-variants.ts'

/** A gate as a suite of tests, for JUnit. `name`: of the scenario. */
export function gateSuite(name: string, judged: JudgedGate): GateSuite {
  const { changes, against } = judged
  const judgedHere = new Set(changes.map(({ strategy }) => strategy))
  const others = uncomparedWith(against).filter(({ strategy }) => !judgedHere.has(strategy))
  return {
    name: exportTexts.gate(name),
    cases: [...changes.map(caseOf), ...others.map(caseWithout), ...caseOfAll(judged)],
  }
}

function caseOf({ strategy, condition, change, outcome, kind, reason, seconds }: JudgedChange): GateCase {
  return {
    name: formatCondition({ ...condition, strategy }),
    outcome,
    message:
      [change && formatChange(change, ENGLISH), reason && reasonText(reason, ENGLISH)]
        .filter((part) => part !== undefined)
        .join('; ') || outcome,
    seconds,
    ...(kind !== undefined && { kind }),
  }
}

function caseWithout({ strategy, reason }: Uncompared): GateCase {
  const message = exportTexts.notCompared(reasonText(reason, ENGLISH))
  return { name: strategy, outcome: 'cannot-judge', kind: 'not-compared', message, seconds: 0 }
}

/** What a gate has come to by none of its changes: whoever reads but the tests must not take it for a pass. */
function caseOfAll(judged: JudgedGate): GateCase[] {
  const { changes, cutShort } = judged
  const whole = { name: exportTexts.wholeBenchmark, message: closingText(judged, ENGLISH), seconds: 0 }
  if (outcomeOf(judged) === 'output-mismatch' && changes.every(({ kind }) => kind !== 'output-mismatch'))
    return [{ ...whole, outcome: 'regression', kind: 'output-mismatch' }]
  return changes.length === 0 || cutShort !== undefined ? [{ ...whole, outcome: 'cannot-judge' }] : []
}
