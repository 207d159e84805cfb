import type { JudgedGate } from '../judge/gate/gate.ts'
import { type GateOutcome, outcomeOf, passesInconclusive } from '../judge/gate/outcome.ts'
import { EXIT } from './exit-code.ts'

const GATE_EXIT = {
  pass: EXIT.done,
  regression: EXIT.thresholdFailed,
  'output-mismatch': EXIT.wrongOutput,
  'cannot-judge': EXIT.cannotJudge,
} as const satisfies Readonly<Record<GateOutcome, number>>

/** The exit code of the command: after an interruption it says so, whatever was judged. */
export function exitCodeOf(judged: JudgedGate): number {
  if (passesInconclusive(judged)) return EXIT.done
  return judged.cutShort === 'interrupted' ? EXIT.interrupted : GATE_EXIT[outcomeOf(judged)]
}
