import type { GateCase, GateSuite } from './junit.ts'
import { formatCondition } from '../judge/gate/condition.ts'
import { formatChange } from '../report/gate/format.ts'
import { type JudgedChange, type JudgedGate, type Uncompared, uncomparedWith } from '../judge/gate/gate.ts'
import { closingSentence, outcomeOf } from '../judge/gate/outcome.ts'

/** A gate as a suite of tests, for JUnit. `name`: of the scenario. */
export function gateSuite(name: string, judged: JudgedGate): GateSuite {
  const { changes, against } = judged
  const told = new Set(changes.map(({ strategy }) => strategy))
  const untold = uncomparedWith(against).filter(({ strategy }) => !told.has(strategy))
  return {
    name: `gate ${name}`,
    cases: [...changes.map(caseOf), ...untold.map(caseWithout), ...caseOfAll(judged)],
  }
}

function caseOf({ strategy, condition, change, outcome, kind, because, seconds }: JudgedChange): GateCase {
  return {
    name: formatCondition({ ...condition, strategy }),
    outcome,
    message: [change && formatChange(change), because].filter((part) => part !== undefined).join('; ') || outcome,
    seconds,
    ...(kind !== undefined && { kind }),
  }
}

function caseWithout({ strategy, because }: Uncompared): GateCase {
  const kind = 'not compared'
  return { name: strategy, outcome: 'cannot judge', kind, message: `${kind}: ${because}`, seconds: 0 }
}

/** What a gate has come to by none of its changes: whoever reads but the tests must not take it for a pass. */
function caseOfAll(judged: JudgedGate): GateCase[] {
  const { changes, cutShort } = judged
  const told = { name: 'the race as a whole', message: closingSentence(judged), seconds: 0 }
  if (outcomeOf(judged) === 'wrong output' && changes.every(({ kind }) => kind !== 'wrong output'))
    return [{ ...told, outcome: 'regression', kind: 'wrong output' }]
  return changes.length === 0 || cutShort !== undefined ? [{ ...told, outcome: 'cannot judge' }] : []
}
