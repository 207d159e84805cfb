import type { GateSuite } from '../exports/junit.ts'
import { formatCondition } from './condition.ts'
import { formatChange } from './format.ts'
import type { JudgedGate } from './gate.ts'

/** A gate as a suite of tests, for JUnit. `name`: of the scenario. */
export function gateSuite(name: string, { changes }: JudgedGate): GateSuite {
  return {
    name: `gate ${name}`,
    cases: changes.map(({ strategy, condition, change, outcome, kind, because, seconds }) => ({
      name: formatCondition({ ...condition, strategy }),
      outcome,
      message: [change && formatChange(change), because].filter((part) => part !== undefined).join('; ') || outcome,
      seconds,
      ...(kind !== undefined && { kind }),
    })),
  }
}
