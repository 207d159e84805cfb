import { recommendedIn } from '../../judge/comparison/recommendation.ts'
import type { Language } from '../messages/language.ts'
import { causesIn } from '../causes.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { usdPerMillionOf } from '../usd.ts'

/** Why what is recommended is the better one, and what it costs, in a sentence each and as far as that is known. */
export function glanceAt(result: Result, language: Language): string[] {
  const { scenario, timeBreakdowns, tracing } = result
  const recommended = recommendedIn(result)
  if (recommended === undefined) return []
  const comparison =
    tracing?.phases.find(({ variant }) => variant === recommended)?.comparison ??
    timeBreakdowns.find(({ variant }) => variant === recommended)?.gap
  return [
    ...(comparison ? causesIn([{ variant: recommended, comparison }], result, language) : []),
    ...costOf(recommended, scenario.reference, result, language),
  ]
}

/** Only on AWS somebody was billed. */
function costOf(recommended: string, reference: string, result: Result, { say }: Language): string[] {
  const [own, its] = [usdPerMillionOf(recommended, result), usdPerMillionOf(reference, result)]
  if (own === undefined || its === undefined) return []
  const told = [own.toFixed(2), its.toFixed(2)] as const
  return result.target === 'aws'
    ? [say`A million warm invocations cost USD ${told[0]} instead of ${told[1]}.`]
    : [say`On Lambda a million runs would cost USD ${told[0]} instead of ${told[1]} (computed).`]
}
