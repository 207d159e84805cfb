import type { VariantResult } from './judgement.ts'
import { simplestFirst } from './simplest-first.ts'

/** The variants that are surely faster than the reference and that cannot be told apart from the fastest, the simplest first. None where nothing is surely faster. */
export function winnersOf(variants: readonly VariantResult[]): VariantResult[] {
  const faster = variants.filter(({ role, verdict }) => role === 'candidate' && verdict?.code === 'faster')
  const [first] = faster
  if (!first) return []
  const best = faster.reduce((a, b) => (b.ratio!.ratio < a.ratio!.ratio ? b : a), first)
  return simplestFirst(faster.filter((one) => one === best || shareLetter(one, best)))
}

function shareLetter(one: VariantResult, other: VariantResult): boolean {
  return !new Set(lettersIn(one)).isDisjointFrom(new Set(lettersIn(other)))
}

/** After `z` comes `a2`. */
function lettersIn({ letters = '' }: VariantResult): string[] {
  return letters.match(/[a-z]\d*/g) ?? []
}
