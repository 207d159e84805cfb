import type { VariantResult } from '../../judge/comparison/judgement.ts'
import { isSelectable } from '../../plan/schedule.ts'
import type { Summary } from '../../statistics/summary.ts'
import type { Check } from '../document.ts'
import { formatNumber } from '../messages/formats.ts'
import type { Messages } from '../messages/messages.ts'

interface TimedVariant extends Pick<VariantResult, 'variant' | 'role' | 'program'> {
  /** Of its runs, which the protocol is a part of. */
  readonly timeMs: Summary
}

/** Programs are measured from outside, which is in their times. */
export function programsCheck(variants: readonly TimedVariant[], { checks, beside }: Messages): Check[] {
  const programs = variants.flatMap(({ variant, role, program, timeMs }) =>
    program?.protocolMs && isSelectable(role)
      ? { variant, protocolMs: program.protocolMs.median, share: program.protocolMs.median / timeMs.median }
      : [],
  )
  if (programs.length === 0) return []
  const each = programs.map(({ variant, protocolMs }) =>
    checks.programProtocol(variant, `${formatNumber(protocolMs)} ms`),
  )
  // What changes no verdict need not be read first.
  const detail = programs.some(({ share }) => share > NOTABLE_SHARE) ? 'summary' : 'full'
  return [{ tone: 'plain', name: checks.programsName, text: checks.programs(beside(each)), detail }]
}

/** Of a time that is measured. */
const NOTABLE_SHARE = 0.01
