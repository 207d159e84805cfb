import { formatRatio, formatVerdict, titleOf, unitOf } from '../report/format.ts'
import type { ArmResult, Result } from '../judge/result.ts'
import { isComparison } from '../judge/verdict.ts'
import type { GateCase, GateSuite } from './junit.ts'

/**
 * A result as a suite of its own, where no gate has said what is to be reached: an arm fails by a wrong output or failed runs alone,
 * however slow it is, and cannot be judged where nothing may be said of its speed. Copies of the reference tell whether the machine is
 * fit.
 */
export function suiteOf(result: Result): GateSuite {
  return { name: titleOf(result), cases: result.arms.map((arm) => caseOf(arm, result)) }
}

function caseOf(arm: ArmResult, result: Result): GateCase {
  const { verdict, samplesMs } = arm
  const seconds = samplesMs.reduce((sum, ms) => sum + ms, 0) / 1000
  const word = formatVerdict(arm, result.scenario.margin, { unit: unitOf(result) })
  if (verdict?.word === 'wrong output' || verdict?.word === 'unreliable')
    return { name: arm.arm, outcome: 'regression', kind: verdict.word, message: word, seconds }
  return { name: arm.arm, seconds, ...judged(arm, result, word) }
}

function judged(
  arm: ArmResult,
  { guard, planted, scenario }: Result,
  word: string,
): Pick<GateCase, 'outcome' | 'message'> {
  const { role, verdict } = arm
  if (role === 'guard') return { outcome: guard.passed ? 'pass' : 'cannot judge', message: guard.sentence }
  if (role === 'planted') return { outcome: planted.found ? 'pass' : 'cannot judge', message: planted.sentence }
  if (role === 'reference') return { outcome: 'pass', message: word }
  const isSaid = verdict !== undefined && isComparison(verdict) && verdict.word !== 'undecided'
  const message = arm.ratio ? `${word}; its time over that of ${scenario.reference}: ${formatRatio(arm)}` : word
  return { outcome: isSaid ? 'pass' : 'cannot judge', message }
}
