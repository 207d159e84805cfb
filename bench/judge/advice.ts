import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { AA_CHECK, MIN_ENVIRONMENTS, LOOKS } from '../plan/schedule.ts'
import { asPercent } from '../report/format.ts'
import { isFit } from './controls.ts'
import type { Pick as Picked } from './pick.ts'
import { remedyFor } from './remedies.ts'
import type { Result } from './result.ts'

type Judged = Omit<Result, 'advice' | 'advised' | 'exitCode'>

/** What to do, in a sentence or a few, made only of what the report shows; and what is to be shipped, where they say so. */
export function adviseOn(result: Judged, language: Language = ENGLISH): Pick<Result, 'advice' | 'advised'> {
  const { say, beside, sentences } = language
  const { variants, aaCheck, sensitivityCheck, look, pick, scenario } = result
  const hindrance = whatHinders(result, language)
  if (hindrance !== undefined) return { advice: hindrance }
  if (!look || !pick) return { advice: adviseWithoutLook(result, language) }
  const fit = isFit({ aaCheck, sensitivityCheck }) ? '' : adviseUnfit(result, language)
  const [first, ...others] = pick.set
  const out = leftOut(pick, language)
  if (first === undefined) return { advice: sentences([adviseWithoutPick(pick, result, language), out, fit]) }
  // Whoever could not be judged, but looks at least as fast, would make any other advice the wrong one.
  const least = Math.min(...pick.scored.map(({ ratio }) => ratio.ratio))
  const unjudged = variants.filter((variant) => {
    const ratio = { speed: variant.ratio, cost: variant.costRatio }[pick.objective]
    return variant.role === 'candidate' && variant.verdict?.word === 'server-bound' && ratio && ratio.low < least
  })
  if (unjudged.length > 0) {
    const names = beside(unjudged.map(({ variant }) => variant))
    const better = betterBy(pick, language)
    const wait =
      unjudged.length > 1
        ? say`Do not decide yet: ${names} may be ${better} still, but the mock server was too late for them to be judged; try a quieter machine, or longer delays.`
        : say`Do not decide yet: ${names} may be ${better} still, but the mock server was too late for it to be judged; try a quieter machine, or longer delays.`
    return { advice: sentences([wait, fit]) }
  }
  const why = reasonFor(first, pick, { reference: scenario.reference, language })
  const alike = others.length > 0 ? say`; not told apart from it: ${beside(others)}` : ''
  const unsure =
    pick.unsure.length > 0
      ? say`; neither told apart from it nor surely ${betterBy(pick, language)} than ${scenario.reference}: ${beside(pick.unsure)}`
      : ''
  return { advice: sentences([say`Ship ${first}: ${why}${alike}${unsure}.`, out, fit]), advised: first }
}

/** Why nothing may be said of speed at all. */
function whatHinders(
  { variants, deliveries, mock, scenario, tracing, place }: Judged,
  { say }: Language,
): string | undefined {
  if (!deliveries.same) return say`Do not pick by speed: the strategies did not tell people the same.`
  if (variants.some(({ role, failed }) => role === 'reference' && failed.trials > 0))
    return say`Mend ${scenario.reference} first: the reference itself failed, so nothing can be compared with it.`
  if (mock.bound)
    return say`The mock server limits this run: use fewer feeds or longer delays, or a machine with more cores.`
  if (!tracing?.crossCheck.isTooLittle) return undefined
  return place === 'lab'
    ? say`Do not pick by this: too many invocations have no whole trace, or one that tells something else; run it again.`
    : say`Do not pick by this: too many invocations have no whole trace, or one that tells something else; ask for late ones with utakata xray FOLDER, or run it again.`
}

function adviseUnfit(result: Judged, language: Language): string {
  const { say } = language
  const { aaCheck, sensitivityCheck, scenario, place } = result
  if (!scenario.variants.includes(AA_CHECK))
    return say`Without a second copy of the reference there are no finer words.`
  const remedy = remedyFor(result, language)
  switch (aaCheck.trouble ?? sensitivityCheck.trouble) {
    case 'failed':
      return say`A copy of the reference failed, which leaves nothing to go by for finer words: ${remedy}.`
    case 'late':
      return say`The mock server was too late for a copy of the reference, which leaves nothing to go by for finer words: ${remedy}.`
    case undefined:
      return place === 'aws'
        ? say`Containers differed too much for finer words: ${remedy}.`
        : say`This machine was too noisy for finer words: ${remedy}.`
  }
}

function adviseWithoutLook({ scenario: { looks, check }, place }: Judged, { say }: Language): string {
  if (place === 'local') return say`Too few forks for a verdict: let it run to its first look.`
  const planned = looks?.[0]?.blocks
  if (planned !== undefined) return say`Too few containers for a verdict: let it run to its end, ${planned} of each.`
  // Nobody who reads traces knows it.
  return check === 'unknown'
    ? say`Too few containers for a verdict: it takes the traces of ${MIN_ENVIRONMENTS} of each.`
    : say`Too few containers for a verdict: ask for ${MIN_ENVIRONMENTS} at least, with --environments.`
}

/** What is wanted less of, by objective. */
function betterBy({ objective }: { readonly objective: string }, { say }: Language): string {
  switch (objective) {
    case 'speed':
      return say`faster`
    case 'cost':
      return say`cheaper`
    case 'first-notification':
      return say`sooner with its first notification`
    default:
      return say`better at ${objective}`
  }
}

function adviseWithoutPick(pick: Picked, judged: Judged, language: Language): string {
  const { say, sentences } = language
  const { scored, excluded, objective } = pick
  const { variants, scenario, look, place } = judged
  const { reference } = scenario
  if (variants.every(({ role }) => role !== 'candidate'))
    return variants.some(({ role }) => role === 'baseline')
      ? say`There is nothing to pick from: beside ${reference} only its older code was raced.`
      : say`There is nothing to compare ${reference} with.`
  if (scored.length === 0) {
    const isAllLimits = excluded.every(({ isLimit }) => isLimit)
    if (excluded.some(({ variant, isLimit }) => variant === reference && isLimit))
      return isAllLimits ? say`Nothing keeps to the limits.` : say`Nothing that could be judged keeps to the limits.`
    return isAllLimits
      ? say`Keep ${reference}: nothing else keeps to the limits.`
      : say`Nothing can be picked: no strategy beside ${reference} could be judged by ${objective}.`
  }
  const better = betterBy({ objective }, language)
  const sure = scored.filter(({ verdict }) => verdict.word === 'slower' || verdict.word === 'equivalent')
  const closest = closestIn(pick, { reference, language })
  if (sure.length === scored.length) {
    const margin = asPercent(scenario.margin)
    return sentences([say`Keep ${reference}: nothing is ${better} by more than ${margin}.`, closest])
  }
  const further = isFit(judged) ? goOn(scenario, { place, look, language }) : ''
  const open = say`Nothing is surely ${better} than ${reference} so far, and not all is decided${further}.`
  return sentences([open, closest])
}

/** By how much the best that there is beside the reference is not better, or not surely. */
function closestIn(pick: Picked, asked: Asked): string {
  const { say } = asked.language
  const { variant } = pick.scored.reduce((best, one) => (one.ratio.ratio < best.ratio.ratio ? one : best))
  const how =
    pick.objective === 'speed' ? say`its time is ${shareOf(variant, pick, asked)}` : reasonFor(variant, pick, asked)
  return say`Closest is ${variant}: ${how}.`
}

interface Going {
  readonly place: Result['place']
  readonly look: Result['look']
  readonly language: Language
}

/** What to do where a race on this machine has left something undecided. */
function goOn({ quick }: Result['scenario'], { place, look, language: { say } }: Going): string {
  if (place !== 'local') return ''
  if (quick) return say`: without --quick it goes on to ${LOOKS.at(-1)!.blocks} forks`
  return look?.last ? say`: a race has no more forks, so try a quieter machine, or a wider --set plan.margin` : ''
}

interface Asked {
  readonly reference: string
  readonly language: Language
}

function shareOf(variant: string, { scored }: Picked, { reference, language: { say } }: Asked): string {
  const { ratio, low, high } = scored.find((one) => one.variant === variant)!.ratio
  return say`${ratio.toFixed(3)} of ${reference}'s (${low.toFixed(3)} to ${high.toFixed(3)})`
}

function reasonFor(variant: string, pick: Picked, asked: Asked): string {
  const { scored, objective } = pick
  const {
    reference,
    language: { say },
  } = asked
  const { ratio, low, high } = scored.find((one) => one.variant === variant)!.ratio
  const share = shareOf(variant, pick, asked)
  switch (objective) {
    case 'speed':
      return say`${(1 / ratio).toFixed(1)} times as fast as ${reference}, in ${ratio.toFixed(3)} of its time (${low.toFixed(3)} to ${high.toFixed(3)})`
    case 'cost':
      return say`its mean cost is ${share}`
    case 'first-notification':
      return say`its time to the first notification is ${share}`
    default:
      return say`its time and cost, weighed as ${objective}, are ${share}`
  }
}

function leftOut({ excluded }: Picked, { say }: Language): string {
  return excluded.length === 0
    ? ''
    : say`Left out: ${excluded.map(({ variant, because }) => `${variant} (${because})`).join('; ')}.`
}
