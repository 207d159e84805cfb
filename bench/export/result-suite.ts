import { aaCheckText, sensitivityCheckText } from '../report/sentences/controls.ts'
import { formatRatio, titleOf, unitOf } from '../report/format.ts'
import { formatVerdict } from '../report/verdict-text.ts'
import type { VariantResult, Result } from '../judge/comparison/judgement.ts'
import { exportTexts } from '../report/messages/exports.ts'
import { isComparison } from '../judge/verdict.ts'
import type { GateCase, GateSuite } from './junit.ts'

/**
 * A result as a suite of its own, where no gate has said what is to be reached: a variant fails by a wrong output or failed runs alone,
 * however slow it is, and cannot be judged where nothing may be said of its speed. Copies of the reference tell whether the machine is
 * fit.
 */
export function suiteOf(result: Result): GateSuite {
  return { name: titleOf(result), cases: result.variants.map((variant) => caseOf(variant, result)) }
}

function caseOf(variant: VariantResult, result: Result): GateCase {
  const { verdict, samplesMs } = variant
  const seconds = samplesMs.reduce((sum, ms) => sum + ms, 0) / 1000
  const text = formatVerdict(variant, result.scenario.margin, { unit: unitOf(result) })
  if (verdict?.code === 'output-mismatch' || verdict?.code === 'unreliable')
    return { name: variant.variant, outcome: 'regression', kind: verdict.code, message: text, seconds }
  return { name: variant.variant, seconds, ...judged(variant, result, text) }
}

function judged(variant: VariantResult, result: Result, text: string): Pick<GateCase, 'outcome' | 'message'> {
  const { aaCheck, sensitivityCheck, scenario } = result
  const { role, verdict } = variant
  if (role === 'aa-check')
    return { outcome: aaCheck.code === 'passed' ? 'pass' : 'cannot-judge', message: aaCheckText(result) }
  if (role === 'sensitivity-check')
    return {
      outcome: sensitivityCheck.code === 'found' ? 'pass' : 'cannot-judge',
      message: sensitivityCheckText(result),
    }
  if (role === 'reference') return { outcome: 'pass', message: text }
  const isSaid = verdict !== undefined && isComparison(verdict) && verdict.code !== 'inconclusive'
  const message = variant.ratio ? exportTexts.verdictOver(text, scenario.reference, formatRatio(variant)) : text
  return { outcome: isSaid ? 'pass' : 'cannot-judge', message }
}
