import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { MIN_ENVIRONMENTS } from '../plan/schedule.ts'
import type { Exclusion, Remedy, Result, Selection, Unfit } from '../judge/comparison/judgement.ts'
import { MAX_BLOCKS } from '../judge/comparison/recommendation.ts'
import { asPercent, wordIn } from './format.ts'

/** What to do, in a sentence or a few. */
export function recommendationText(result: Result, language: Language = ENGLISH): string {
  const { pick, unfit, recommendation } = result
  const out = pick && recommendation.code !== 'wait' ? leftOut(pick, language) : ''
  const isSelected = pick && !HINDRANCES.has(recommendation.code)
  return language.sentences([
    mainSentence(result, language),
    ...(isSelected ? [out, unfit ? unfitText(unfit, result, language) : ''] : []),
  ])
}

const HINDRANCES = new Set(['output-mismatch', 'reference-failed', 'mock-server-saturated', 'insufficient-traces'])

function mainSentence(result: Result, language: Language): string {
  const { say, beside, sentences } = language
  const { recommendation, pick, scenario, target } = result
  const { reference } = scenario
  switch (recommendation.code) {
    case 'output-mismatch':
      return say`Do not pick by speed: the strategies did not tell people the same.`
    case 'reference-failed':
      return say`Mend ${reference} first: the reference itself failed, so nothing can be compared with it.`
    case 'mock-server-saturated':
      return say`The mock server limits this run: use fewer feeds or longer delays, or a machine with more cores.`
    case 'insufficient-traces':
      return target === 'lab'
        ? say`Do not pick by this: too many invocations have no whole trace, or one that tells something else; run it again.`
        : say`Do not pick by this: too many invocations have no whole trace, or one that tells something else; ask for late ones with utakata xray FOLDER, or run it again.`
    case 'too-few-blocks':
      return tooFewBlocks(recommendation, result, language)
    case 'wait': {
      const [names, better] = [beside(recommendation.variants), betterBy(pick!, language)]
      return recommendation.variants.length > 1
        ? say`Do not decide yet: ${names} may be ${better} still, but the mock server was too late for them to be judged; try a quieter machine, or longer delays.`
        : say`Do not decide yet: ${names} may be ${better} still, but the mock server was too late for it to be judged; try a quieter machine, or longer delays.`
    }
    case 'use': {
      const { variant, alike, unclear } = recommendation
      const why = reasonFor(variant, pick!, { reference, language })
      const others = alike.length > 0 ? say`; not told apart from it: ${beside(alike)}` : ''
      const unsure =
        unclear.length > 0
          ? say`; neither told apart from it nor surely ${betterBy(pick!, language)} than ${reference}: ${beside(unclear)}`
          : ''
      return say`Ship ${variant}: ${why}${others}${unsure}.`
    }
    case 'no-candidates':
      return recommendation.hasBaseline
        ? say`There is nothing to pick from: beside ${reference} only its older code was raced.`
        : say`There is nothing to compare ${reference} with.`
    case 'none-eligible': {
      const { isReferenceOut, isByConstraints } = recommendation
      if (isReferenceOut)
        return isByConstraints
          ? say`Nothing keeps to the limits.`
          : say`Nothing that could be judged keeps to the limits.`
      return isByConstraints
        ? say`Keep ${reference}: nothing else keeps to the limits.`
        : say`Nothing can be picked: no strategy beside ${reference} could be judged by ${pick!.objective}.`
    }
    case 'keep-reference': {
      const margin = asPercent(scenario.margin)
      return sentences([
        say`Keep ${reference}: nothing is ${betterBy(pick!, language)} by more than ${margin}.`,
        closestText(recommendation.closest, pick!, { reference, language }),
      ])
    }
    case 'inconclusive': {
      const { closest, next } = recommendation
      const further =
        next === undefined
          ? ''
          : next === 'without-quick'
            ? say`: without --quick it goes on to ${MAX_BLOCKS} forks`
            : say`: a race has no more forks, so try a quieter machine, or a wider --set plan.margin`
      return sentences([
        say`Nothing is surely ${betterBy(pick!, language)} than ${reference} so far, and not all is decided${further}.`,
        closestText(closest, pick!, { reference, language }),
      ])
    }
  }
}

function tooFewBlocks(
  { needed, isPlanned }: Extract<Result['recommendation'], { code: 'too-few-blocks' }>,
  { scenario: { check } }: Result,
  { say }: Language,
): string {
  if (needed === undefined) return say`Too few forks for a verdict: let it run to its first look.`
  if (isPlanned) return say`Too few containers for a verdict: let it run to its end, ${needed} of each.`
  // Nobody who reads traces knows it.
  return check === 'unknown'
    ? say`Too few containers for a verdict: it takes the traces of ${MIN_ENVIRONMENTS} of each.`
    : say`Too few containers for a verdict: ask for ${MIN_ENVIRONMENTS} at least, with --environments.`
}

function unfitText({ cause, remedies }: Unfit, { target }: Pick<Result, 'target'>, language: Language): string {
  const { say } = language
  const remedy = remediesText(remedies, language)
  switch (cause) {
    case 'no-copy':
      return say`Without a second copy of the reference there are no finer words.`
    case 'copy-failed':
      return say`A copy of the reference failed, which leaves nothing to go by for finer words: ${remedy}.`
    case 'copy-late':
      return say`The mock server was too late for a copy of the reference, which leaves nothing to go by for finer words: ${remedy}.`
    case 'noise':
      return target === 'aws'
        ? say`Containers differed too much for finer words: ${remedy}.`
        : say`This machine was too noisy for finer words: ${remedy}.`
  }
}

/** Things to do, as one clause. */
export function remediesText(remedies: readonly Remedy[], language: Language = ENGLISH): string {
  const { say, either } = language
  const texts: Readonly<Record<Remedy, string>> = {
    'close-other-programs': say`close other programs`,
    'more-blocks': say`let it run to more forks`,
    'more-blocks-without-quick': say`let it run to more forks (without --quick)`,
    'more-containers': say`ask for more containers`,
    'wider-margin': say`widen --margin`,
    'longer-delays': say`take longer delays`,
    'fix-copy': say`mend what made the copy of the reference fail`,
  }
  const isOnAws = remedies[0] === 'more-containers'
  return either(
    remedies.map((remedy) => (remedy === 'wider-margin' && !isOnAws ? say`widen --set plan.margin` : texts[remedy])),
  )
}

/** What is wanted less of, by objective. */
function betterBy({ objective }: Pick<Selection, 'objective'>, { say }: Language): string {
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

interface Against {
  readonly reference: string
  readonly language: Language
}

/** By how much the best that there is beside the reference is not better, or not surely. */
function closestText(variant: string, pick: Selection, against: Against): string {
  const { say } = against.language
  const how =
    pick.objective === 'speed' ? say`its time is ${shareOf(variant, pick, against)}` : reasonFor(variant, pick, against)
  return say`Closest is ${variant}: ${how}.`
}

function shareOf(variant: string, { scored }: Selection, { reference, language: { say } }: Against): string {
  const { ratio, low, high } = scored.find((one) => one.variant === variant)!.ratio
  return say`${ratio.toFixed(3)} of ${reference}'s (${low.toFixed(3)} to ${high.toFixed(3)})`
}

function reasonFor(variant: string, pick: Selection, against: Against): string {
  const { scored, objective } = pick
  const {
    reference,
    language: { say },
  } = against
  const { ratio, low, high } = scored.find((one) => one.variant === variant)!.ratio
  const share = shareOf(variant, pick, against)
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

function leftOut({ excluded }: Selection, language: Language): string {
  return excluded.length === 0
    ? ''
    : language.say`Left out: ${excluded.map((one) => `${one.variant} (${exclusionText(one, language)})`).join('; ')}.`
}

/** Why a variant is left out, as a clause. */
export function exclusionText({ reason }: Exclusion, language: Language = ENGLISH): string {
  const { say } = language
  if (reason.code === 'verdict') return wordIn(reason.verdict, language)
  if (reason.code === 'no-notification') return say`not every run told somebody`
  const { constraint, limit, largest } = reason
  const isUnknown = largest === undefined
  switch (constraint) {
    case 'rssBytes': {
      const format = (bytes: number) => `${toHundredths(bytes / 1e6)} MB`
      return isUnknown
        ? say`peak memory: not known`
        : say`peak memory ${format(largest)} in one run, over ${format(limit)}`
    }
    case 'eventLoopDelayMs': {
      const format = (ms: number) => `${toHundredths(ms)} ms`
      return isUnknown
        ? say`a stall of: not known`
        : say`a stall of ${format(largest)} in one run, over ${format(limit)}`
    }
    case 'inFlight':
      return isUnknown ? say`feeds in flight: not known` : say`feeds in flight ${largest} over ${limit}`
    case 'failures':
      return isUnknown ? say`failures in a run: not known` : say`failures in a run ${largest} over ${limit}`
  }
}

/** Closer than people read it elsewhere: what is just over a limit is not to look like it. */
function toHundredths(value: number): number {
  return Number(value.toFixed(2))
}
