import { ENGLISH } from '../messages/en.ts'
import type { Recommendation } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import type { Exclusion, Remedy, Result, Selection, Unfit } from '../../judge/comparison/judgement.ts'
import { MAX_BLOCKS } from '../../judge/comparison/recommendation.ts'
import { asPercent } from '../messages/formats.ts'
import { formatVerdictCode } from '../verdict-text.ts'

/** What to do, and what else has to be known for it. */
export function recommendationOf(result: Result, messages: Messages): Recommendation {
  const { pick, unfit, recommendation } = result
  const isSelected = pick && !HINDRANCES.has(recommendation.code)
  const details = [
    closestIn(result, messages),
    ...(isSelected
      ? [recommendation.code === 'wait' ? '' : leftOut(pick, messages), unfit ? unfitText(unfit, result, messages) : '']
      : []),
  ]
  return { headline: headlineOf(result, messages), details: details.filter((sentence) => sentence !== '') }
}

const HINDRANCES = new Set(['output-mismatch', 'reference-failed', 'mock-server-saturated', 'insufficient-traces'])

function headlineOf(result: Result, messages: Messages): string {
  const { recommendation, pick, scenario, target } = result
  const { reference } = scenario
  switch (recommendation.code) {
    case 'output-mismatch':
      return messages.recommendation.outputDiffers
    case 'reference-failed':
      return messages.recommendation.referenceFailed(reference)
    case 'mock-server-saturated':
      return messages.recommendation.mockServerSaturated
    case 'insufficient-traces':
      return target === 'lab'
        ? messages.recommendation.insufficientTracesLab
        : messages.recommendation.insufficientTracesAws
    case 'too-few-blocks':
      return tooFewBlocks(recommendation, result, messages)
    case 'wait': {
      const [names, better] = [messages.beside(recommendation.variants), betterBy(pick!, messages)]
      return recommendation.variants.length > 1
        ? messages.recommendation.waitMany(names, better)
        : messages.recommendation.waitOne(names, better)
    }
    case 'use': {
      const { variant, alike, unclear } = recommendation
      const why = reasonFor(variant, pick!, { reference, messages })
      const others = alike.length > 0 ? messages.recommendation.tiedVariants(messages.beside(alike)) : ''
      const unsure =
        unclear.length > 0
          ? messages.recommendation.unclearVariants({
              advantage: betterBy(pick!, messages),
              reference,
              variants: messages.beside(unclear),
            })
          : ''
      return messages.recommendation.useVariant({ variant, reason: why, tied: others, unclear: unsure })
    }
    case 'no-candidates':
      return recommendation.hasBaseline
        ? messages.recommendation.onlyBaseline(reference)
        : messages.recommendation.noCandidates(reference)
    case 'none-eligible': {
      const { isReferenceOut, isByConstraints } = recommendation
      if (isReferenceOut)
        return isByConstraints
          ? messages.recommendation.noneMeetsConstraints
          : messages.recommendation.noneJudgedMeetsConstraints
      return isByConstraints
        ? messages.recommendation.onlyReferenceEligible(reference)
        : messages.recommendation.noneJudged(reference, pick!.objective)
    }
    case 'keep-reference': {
      const margin = asPercent(scenario.margin)
      return messages.recommendation.keepReference({ reference, advantage: betterBy(pick!, messages), margin })
    }
    case 'inconclusive': {
      const { next } = recommendation
      const further =
        next === undefined
          ? ''
          : next === 'without-quick'
            ? messages.recommendation.continueWithoutQuick(MAX_BLOCKS)
            : messages.recommendation.maxBlocksReached(MAX_BLOCKS)
      return messages.recommendation.inconclusive({
        advantage: betterBy(pick!, messages),
        reference,
        nextStep: further,
      })
    }
  }
}

function tooFewBlocks(
  { needed, isPlanned }: Extract<Result['recommendation'], { code: 'too-few-blocks' }>,
  { scenario: { check } }: Result,
  messages: Messages,
): string {
  if (needed === undefined) return messages.recommendation.tooFewBlocksLocal
  if (isPlanned) return messages.recommendation.tooFewContainersPlanned(needed)
  // Nobody who reads traces knows it.
  return check === 'unknown'
    ? messages.recommendation.tooFewContainersTraced(MIN_ENVIRONMENTS)
    : messages.recommendation.tooFewContainersRequested(MIN_ENVIRONMENTS)
}

function unfitText({ cause, remedies }: Unfit, { target }: Pick<Result, 'target'>, messages: Messages): string {
  const remedy = remediesText(remedies, messages)
  switch (cause) {
    case 'no-copy':
      return messages.recommendation.unfitNoCopy
    case 'copy-failed':
      return messages.recommendation.unfitCopyFailed(remedy)
    case 'copy-late':
      return messages.recommendation.unfitCopyLate(remedy)
    case 'noise':
      return target === 'aws'
        ? messages.recommendation.unfitNoiseAws(remedy)
        : messages.recommendation.unfitNoiseLocal(remedy)
  }
}

/** Things to do, as one clause. */
export function remediesText(remedies: readonly Remedy[], messages: Messages = ENGLISH): string {
  const texts: Readonly<Record<Remedy, string>> = {
    'close-other-programs': messages.recommendation.closeOtherPrograms,
    'more-blocks': messages.recommendation.remedyMoreBlocks,
    'more-blocks-without-quick': messages.recommendation.remedyMoreBlocksWithoutQuick,
    'more-containers': messages.recommendation.remedyMoreContainers,
    'wider-margin': messages.recommendation.remedyWiderMarginAws,
    'longer-delays': messages.recommendation.remedyLongerDelays,
    'fix-copy': messages.recommendation.remedyFixCopy,
  }
  const isOnAws = remedies[0] === 'more-containers'
  return messages.either(
    remedies.map((remedy) =>
      remedy === 'wider-margin' && !isOnAws ? messages.recommendation.widerPlanMargin : texts[remedy],
    ),
  )
}

/** What is wanted less of, by objective. */
function betterBy({ objective }: Pick<Selection, 'objective'>, messages: Messages): string {
  switch (objective) {
    case 'speed':
      return messages.verdicts.faster
    case 'cost':
      return messages.recommendation.betterCost
    case 'first-notification':
      return messages.recommendation.betterFirstNotification
    default:
      return messages.recommendation.betterWeighted(objective)
  }
}

interface Against {
  readonly reference: string
  readonly messages: Messages
}

/** By how much the best that there is beside the reference is not better, or not significantly; empty where something else is recommended. */
function closestIn({ recommendation, pick, scenario: { reference } }: Result, messages: Messages): string {
  if ((recommendation.code !== 'keep-reference' && recommendation.code !== 'inconclusive') || !pick) return ''
  const variant = recommendation.closest
  const against = { reference, messages }
  const how =
    pick.objective === 'speed'
      ? messages.recommendation.closestTime(shareOf(variant, pick, against))
      : reasonFor(variant, pick, against)
  return messages.recommendation.closest(variant, how)
}

function shareOf(variant: string, { scored }: Selection, { reference, messages }: Against): string {
  const { ratio, low, high } = scored.find((one) => one.variant === variant)!.ratio
  return messages.recommendation.shareOfReference({
    ratio: ratio.toFixed(3),
    reference,
    low: low.toFixed(3),
    high: high.toFixed(3),
  })
}

function reasonFor(variant: string, pick: Selection, against: Against): string {
  const { scored, objective } = pick
  const { reference, messages } = against
  const { ratio, low, high } = scored.find((one) => one.variant === variant)!.ratio
  const share = shareOf(variant, pick, against)
  switch (objective) {
    case 'speed':
      return messages.recommendation.reasonSpeed({
        speedUp: (1 / ratio).toFixed(1),
        reference,
        ratio: ratio.toFixed(3),
        low: low.toFixed(3),
        high: high.toFixed(3),
      })
    case 'cost':
      return messages.recommendation.reasonCost(share)
    case 'first-notification':
      return messages.recommendation.reasonFirstNotification(share)
    default:
      return messages.recommendation.reasonWeighted(objective, share)
  }
}

function leftOut({ excluded }: Selection, messages: Messages): string {
  return excluded.length === 0
    ? ''
    : messages.recommendation.excludedVariants(
        excluded.map((one) => `${one.variant} (${exclusionText(one, messages)})`).join('; '),
      )
}

/** Why a variant is left out, as a clause. */
export function exclusionText({ reason }: Pick<Exclusion, 'reason'>, messages: Messages = ENGLISH): string {
  if (reason.code === 'verdict') return formatVerdictCode(reason.verdict, messages)
  if (reason.code === 'no-notification') return messages.recommendation.excludedNoNotification
  const { constraint, limit, largest } = reason
  const isUnknown = largest === undefined
  switch (constraint) {
    case 'rssBytes': {
      const format = (bytes: number) => `${toHundredths(bytes / 1e6)} MB`
      return isUnknown
        ? messages.recommendation.excludedRssUnknown
        : messages.recommendation.excludedRss(format(largest), format(limit))
    }
    case 'eventLoopDelayMs': {
      const format = (ms: number) => `${toHundredths(ms)} ms`
      return isUnknown
        ? messages.recommendation.excludedLoopDelayUnknown
        : messages.recommendation.excludedLoopDelay(format(largest), format(limit))
    }
    case 'inFlight':
      return isUnknown
        ? messages.recommendation.excludedInFlightUnknown
        : messages.recommendation.excludedInFlight(largest, limit)
    case 'failures':
      return isUnknown
        ? messages.recommendation.excludedFailuresUnknown
        : messages.recommendation.excludedFailures(largest, limit)
  }
}

/** Closer than people read it elsewhere: what is just over a limit is not to look like it. */
function toHundredths(value: number): number {
  return Number(value.toFixed(2))
}
