import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'
import type { Messages } from '../messages/messages.ts'

/** Which variants sent something else than the reference, or a notification twice; undefined where none did. */
export function wrongOutputText({ deliveries, variants, scenario }: Sent, messages: Messages): string | undefined {
  const others = messages.all(withWrongOutput(variants))
  if (!deliveries.same) return messages.checks.outputDiffers(others, scenario.reference)
  return others === '' ? undefined : messages.checks.outputDuplicated(others, deliveries.duplicates)
}

interface Sent {
  readonly deliveries: Pick<Result['deliveries'], 'same' | 'duplicates'>
  readonly variants: readonly Pick<VariantResult, 'variant' | 'verdict'>[]
  readonly scenario: Pick<Result['scenario'], 'reference'>
}

/** The variants whose output was wrong. */
export function withWrongOutput(variants: Sent['variants']): string[] {
  return variants.flatMap(({ variant, verdict }) => (verdict?.code === 'output-mismatch' ? variant : []))
}
