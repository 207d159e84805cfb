import { NO_DIGEST } from '../../judge/comparison/final-verdict.ts'
import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'
import type { OutputMismatch } from '../../judge/verdict.ts'
import type { Check, Tone } from '../document.ts'
import { variantInSentence } from '../messages/controls.ts'
import type { Messages } from '../messages/messages.ts'

/** Whether all variants sent the same. `found`: what is said where nothing else is. */
export function outputCheck(
  result: Sent,
  found: { readonly tone: Tone; readonly text: string },
  messages: Messages,
): Check {
  const { checks } = messages
  const wrong = wrongOutputText(result, messages)
  const check = (tone: Tone, text: string): Check => ({ tone, name: checks.outputName, text, detail: 'summary' })
  if (wrong !== undefined)
    return check('bad', checks.fixOutput(messages.clauses([wrong, ...countsText(result, messages)])))
  return result.deliveries.digest === NO_DIGEST
    ? check('plain', checks.outputWithoutReference)
    : check(found.tone, found.text)
}

const OF_REFERENCE: ReadonlySet<VariantResult['role']> = new Set(['reference', 'aa-check', 'sensitivity-check'])

interface Sent {
  readonly deliveries: Pick<Result['deliveries'], 'same' | 'digest'>
  readonly variants: readonly Pick<VariantResult, 'variant' | 'role' | 'verdict'>[]
  readonly scenario: Pick<Result['scenario'], 'reference' | 'check'>
}

/**
 * Which variants sent something else than the reference, or a notification twice, as a clause; undefined where none did. Where copies
 * of the reference did not send the same either, nobody knows what is right.
 */
export function wrongOutputText(
  { deliveries, variants, scenario: { reference, check } }: Sent,
  messages: Messages,
): string | undefined {
  if (deliveries.same) return undefined
  const { checks } = messages
  const wrong = variants.flatMap(({ variant, role, verdict }) =>
    verdict?.code === 'output-mismatch' ? { ...verdict, variant, role } : [],
  )
  const other = wrong.filter(({ duplicates }) => duplicates === 0)
  const twice = wrong.filter(({ duplicates }) => duplicates > 0)
  const names = (some: typeof wrong) => messages.all(some.map(({ variant }) => variantInSentence(variant, messages)))
  if (other.some(({ role }) => OF_REFERENCE.has(role))) return checks.outputUnsteady(reference)
  const differs = check === 'own' ? checks.postsDiffer : checks.outputDiffers
  const clauses = [
    ...(other.length > 0 || twice.length === 0 ? [differs(names(other), reference)] : []),
    ...(twice.length > 0
      ? [
          checks.outputDuplicated(
            names(twice),
            twice.reduce((sum, { duplicates }) => sum + duplicates, 0),
          ),
        ]
      : []),
  ]
  const failing = other.find(({ fails }) => fails !== undefined)
  const example =
    failing?.fails && failureText(failing.fails.isReference ? reference : failing.variant, failing.fails, messages)
  return messages.clauses([...clauses, ...(example === undefined ? [] : [example])])
}

/** How many notifications one run with another output sent; nothing where the runs of the reference differ, too. */
function countsText({ variants, scenario: { reference } }: Sent, { checks }: Messages): string[] {
  const others = variants.flatMap(({ variant, role, verdict }) =>
    verdict?.code === 'output-mismatch' && verdict.example ? { ...verdict.example, variant, role } : [],
  )
  if (others.some(({ role }) => OF_REFERENCE.has(role))) return []
  return others.slice(0, 1).map((other) => checks.outputCounts({ ...other, reference }))
}

/** The first item that fails with a variant of a user's own job and not with the other. */
function failureText(
  variant: string,
  { item, step, kind, message }: NonNullable<OutputMismatch['fails']>,
  messages: Messages,
): string {
  return messages.checks.itemFails({
    variant: variantInSentence(variant, messages),
    item: `item-${item}`,
    step,
    reason: message ?? kind,
  })
}
