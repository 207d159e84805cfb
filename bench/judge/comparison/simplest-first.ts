import { strategies } from '../../../strategies/index.ts'
import type { VariantResult } from './judgement.ts'

/** In the order of the registry, which goes from the simplest to the most intricate; what is not ours comes after, as it was. */
export function simplestFirst<A extends Pick<VariantResult, 'strategy'>>(variants: readonly A[]): A[] {
  const ours = Object.keys(strategies)
  const placeOf = ({ strategy }: A) => (ours.includes(strategy) ? ours.indexOf(strategy) : ours.length)
  return variants.toSorted((a, b) => placeOf(a) - placeOf(b))
}
