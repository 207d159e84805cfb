import { digestOfModule } from '../../io/module-digest.ts'
import { digestOfCode } from '../../trial/code-digest.ts'
import type { Variant } from '../../plan/schedule.ts'
import type { MeasuredCode } from '../../trial/sweep-record.ts'

/** What is measured, as it is now: the code of utakata, and that of each strategy of the user's own. */
export function codeOf(variants: readonly Pick<Variant, 'strategy' | 'module'>[]): MeasuredCode {
  const own = variants.flatMap(({ strategy, module }) =>
    module === undefined ? [] : [[strategy, digestOfModule(module)]],
  )
  return { utakata: digestOfCode(), own: Object.fromEntries(own) as Record<string, string> }
}
