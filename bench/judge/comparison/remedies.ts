import { AA_CHECK } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { isFit, troubleIn } from './controls.ts'
import type { Remedy, Result, Unfit } from './judgement.ts'

/** Where a machine was found not fit, and how far a run had come. */
interface NotFit {
  readonly target: Trial['target']
  readonly quick: boolean
  readonly isLastLook: boolean
  /** Whether the A/A check failed: no margin changes whether a sensitivity check is missed. */
  readonly isByMargin: boolean
}

/** What may help where copies of the reference came out too far apart. */
export function remediesFor({ target, quick, isLastLook, isByMargin }: NotFit): Remedy[] {
  if (target === 'lab') return ['close-other-programs', 'more-containers']
  const margin: readonly Remedy[] = isByMargin ? ['wider-margin'] : []
  if (target === 'aws') return ['more-containers', ...margin]
  // At the last look of a run that was not quick there are no more to be had.
  const more: readonly Remedy[] = quick ? ['more-blocks-without-quick'] : isLastLook ? [] : ['more-blocks']
  return ['close-other-programs', ...more, ...margin]
}

type Checked = Pick<Result, 'aaCheck' | 'sensitivityCheck' | 'scenario' | 'look' | 'target'>

/** What to do about a result that is not fit. */
export function remediesOf(result: Checked): Remedy[] {
  const { aaCheck, scenario, look, target } = result
  switch (troubleIn(result)) {
    case 'runs-failed':
      return ['fix-copy']
    case 'late':
      return ['close-other-programs', 'longer-delays']
    case undefined: {
      const isByMargin = aaCheck.code !== 'passed'
      return remediesFor({ target, quick: scenario.quick, isLastLook: look?.last ?? false, isByMargin })
    }
  }
}

/** Why only what lies wholly beyond the margin may be said; undefined where the machine is fit. */
export function unfitnessOf(result: Checked): Unfit | undefined {
  if (isFit(result)) return undefined
  if (!result.scenario.variants.includes(AA_CHECK)) return { cause: 'no-copy', remedies: [] }
  const causes = { 'runs-failed': 'copy-failed', late: 'copy-late' } as const
  const trouble = troubleIn(result)
  return { cause: trouble ? causes[trouble] : 'noise', remedies: remediesOf(result) }
}
