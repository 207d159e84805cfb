import { shareState } from './emulation.ts'
import { ENGLISH } from '../messages/en.ts'
import type { Answer, Recommendation } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import type { Exclusion, Remedy, Result, Selection, VariantResult } from '../../judge/comparison/judgement.ts'
import { MAX_BLOCKS } from '../../judge/comparison/recommendation.ts'
import { asPercent } from '../messages/formats.ts'
import { formatDuration, formatSpeedUps, unitOf, formatPercent } from '../format.ts'
import { formatVerdictCode } from '../verdict-text.ts'
import { MIN_CEILING } from '../../judge/comparison/summarize.ts'
import { wrongOutputText } from './output-check.ts'

/** What to do, and what else has to be known for it. */
export function recommendationOf(result: Result, messages: Messages): Recommendation {
  const answer = answerOf(result, messages)
  const details = [
    ...aboutRecommended(result, messages),
    closestIn(result, messages),
    ...undecidedIn(result, messages),
    leftOut(result, messages),
    nextStepIn(result, messages),
  ]
  return {
    headline: headlineOf(result, messages),
    details: details.filter((sentence) => sentence !== ''),
    ...(answer && { answer }),
  }
}

function headlineOf(result: Result, messages: Messages): string {
  const { recommendation, pick, scenario, target } = result
  const { reference } = scenario
  switch (recommendation.code) {
    case 'output-mismatch':
      return messages.recommendation.wrongOutput(wrongOutputText(result, messages)!)
    case 'reference-failed':
      return messages.recommendation.referenceFailed(reference)
    case 'network-allowed':
      return messages.recommendation.networkAllowed
    case 'mock-server-saturated':
      return (result.mock.ceiling ?? Infinity) < MIN_CEILING
        ? messages.recommendation.mockServerSaturated
        : messages.recommendation.mockServerLate
    case 'insufficient-traces':
      return target === 'lab'
        ? messages.recommendation.insufficientTracesLab
        : messages.recommendation.insufficientTracesAws
    case 'too-few-blocks':
      return tooFewBlocks(recommendation, result, messages)
    case 'wait':
      return messages.recommendation.wait(messages.all(recommendation.variants), betterBy(pick!, messages))
    case 'use': {
      const how = reasonFor(recommendation.variant, pick!, { reference, messages })
      return pick!.objective === 'speed'
        ? messages.recommendation.use(recommendation.variant, how)
        : messages.recommendation.useBy(pick!.objective, recommendation.variant, how)
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
    case 'keep-reference':
    case 'inconclusive': {
      const than = { reference, advantage: betterBy(pick!, messages), margin: asPercent(scenario.margin) }
      return recommendation.code === 'inconclusive'
        ? messages.recommendation.inconclusive(than)
        : messages.recommendation.keepReference(than)
    }
  }
}

/** What does not differ significantly from the recommended variant, and what is risky in it. */
function aboutRecommended(result: Result, messages: Messages): string[] {
  const { recommendation, pick, scenario, variants } = result
  const isUnbounded = ({ limits }: VariantResult) => Object.values(limits).includes('unbounded')
  const risk = messages.recommendation.unboundedConcurrency
  if (recommendation.code === 'keep-reference')
    return variants.some((one) => one.role === 'reference' && isUnbounded(one)) ? [risk] : []
  if (recommendation.code !== 'use') return []
  const { alike, unclear } = recommendation
  const own = variants.find(({ variant }) => variant === recommendation.variant)!
  const strategiesOf = new Set(
    variants.flatMap((one) => ([own.variant, ...alike].includes(one.variant) ? one.strategy : [])),
  )
  // The sizes of one function do the same in the same way.
  const isOfSizes = alike.length > 0 && strategiesOf.size === 1
  const tied = isOfSizes ? messages.recommendation.tiedSizes : messages.recommendation.tied
  return [
    alike.length > 0 ? tied(own.variant, messages.either(alike), alike.length === 1) : '',
    unclear.length > 0
      ? messages.recommendation.unclear({
          advantage: betterBy(pick!, messages),
          reference: scenario.reference,
          variants: messages.beside(unclear),
        })
      : '',
    sizesInLab(result, messages),
    isUnbounded(own) ? risk : '',
    moreMemory(own, result, messages),
  ]
}

/**
 * That the recommended variant takes much more memory, where that may decide against it: than one that is as good, or else than the next
 * best, or else than the reference.
 */
function moreMemory(
  own: VariantResult,
  { pick, recommendation, scenario, variants }: Result,
  messages: Messages,
): string {
  const { alike } = recommendation as Extract<Result['recommendation'], { code: 'use' }>
  const leaner = (names: readonly string[]) =>
    variants
      .filter(({ variant, peakRssBytes }) => {
        return names.includes(variant) && own.peakRssBytes.median > MUCH_MORE_MEMORY * peakRssBytes.median
      })
      .toSorted((a, b) => a.peakRssBytes.median - b.peakRssBytes.median)[0]
  const others = pick!.scored.filter(({ variant, verdict }) => {
    return variant !== own.variant && !alike.includes(variant) && verdict.code === 'faster'
  })
  const next = others.toSorted((a, b) => a.ratio.ratio - b.ratio.ratio)[0]
  const taking = (other: VariantResult) => ({
    own: megabytes(own.peakRssBytes.median),
    other: megabytes(other.peakRssBytes.median),
    name: other.variant,
  })
  const tied = leaner(alike)
  if (tied) return messages.recommendation.moreMemoryThanTied(taking(tied))
  const leanerNext = next && leaner([next.variant])
  if (leanerNext) return messages.recommendation.moreMemoryThanNext(taking(leanerNext))
  const reference = leaner([scenario.reference])
  return reference ? messages.recommendation.moreMemory(taking(reference)) : ''
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}

/** What is to be known of sizes of memory that a lab has compared: whether each had its share of the processor. */
function sizesInLab({ lambda }: Result, messages: Messages): string {
  const { warm = [], emulation } = lambda ?? {}
  const compared = new Set(warm.map(({ memoryMb }) => memoryMb))
  if (compared.size < 2 || !emulation) return ''
  const shares = emulation.sizes.flatMap((size) => (compared.has(size.memoryMb) ? shareState(size) : []))
  if (shares.every((share) => share === 'as meant')) return ''
  return shares.every((share) => share === 'as meant' || share === 'not measured')
    ? messages.recommendation.sizesUnverified
    : messages.recommendation.sizesAreLabels
}

/** As many times the memory of another variant has to be known before a variant is used. */
const MUCH_MORE_MEMORY = 1.25

/** The recommended variant and its speed-up, for whoever sees nothing else. */
function answerOf({ recommendation, pick, variants, scenario }: Result, messages: Messages): Answer | undefined {
  if (recommendation.code !== 'use') return undefined
  const { variant } = recommendation
  const { ratio } = variants.find((one) => one.variant === variant)!
  if (pick!.objective !== 'speed' || !ratio) return undefined
  const { estimate, interval } = formatSpeedUps(ratio, messages)
  return {
    label: messages.page.answerLabel,
    variant,
    figure: estimate,
    meaning: messages.recommendation.answerMeaning(interval, scenario.reference),
  }
}

/** Variants that more blocks would decide, where what is recommended waits for them, with about how many. */
function undecidedIn({ recommendation, variants, ...result }: Result, messages: Messages): string[] {
  if (recommendation.code !== 'inconclusive') return []
  const open = variants.flatMap(({ variant, role, verdict }) =>
    role === 'candidate' && verdict?.code === 'inconclusive' && verdict.moreBlocks !== undefined
      ? [{ variant, blocks: verdict.moreBlocks, ms: verdict.moreMs ?? 0 }]
      : [],
  )
  if (open.length === 0) return []
  const names = messages.beside(open.map(({ variant }) => variant))
  const most = open.reduce((a, b) => (b.blocks > a.blocks ? b : a))
  const needed = messages.count(most.blocks, `more ${unitOf(result)}`)
  return [
    most.ms > 0
      ? messages.recommendation.undecidedTime(names, needed, formatDuration(most.ms, messages))
      : messages.recommendation.undecided(names, needed),
  ]
}

/** How to go on where nothing is decided. */
function nextStepIn({ recommendation }: Result, messages: Messages): string {
  if (recommendation.code !== 'inconclusive' || recommendation.next === undefined) return ''
  return recommendation.next === 'without-quick'
    ? messages.recommendation.runWithoutQuick(MAX_BLOCKS)
    : messages.recommendation.maxBlocksReached(MAX_BLOCKS)
}

function tooFewBlocks(
  { needed, isPlanned }: Extract<Result['recommendation'], { code: 'too-few-blocks' }>,
  { scenario: { check }, blocks }: Result,
  messages: Messages,
): string {
  if (needed === undefined) return messages.recommendation.tooFewBlocksLocal(messages.count(blocks, 'process'))
  if (isPlanned) return messages.recommendation.tooFewContainersPlanned(needed)
  // Nobody who reads traces knows it.
  return check === 'unknown'
    ? messages.recommendation.tooFewContainersTraced(MIN_ENVIRONMENTS)
    : messages.recommendation.tooFewContainersRequested(MIN_ENVIRONMENTS)
}

/** Things to do, as one clause. */
export function remediesText(
  remedies: readonly Remedy[],
  messages: Messages = ENGLISH,
  moreBlocks = messages.recommendation.remedyMoreBlocks,
): string {
  const texts: Readonly<Record<Remedy, string>> = {
    'close-other-programs': messages.recommendation.remedyCloseOtherPrograms,
    'more-blocks': moreBlocks,
    'more-blocks-without-quick': messages.recommendation.remedyMoreBlocksWithoutQuick,
    'more-containers': messages.recommendation.remedyMoreContainers,
    'wider-margin': messages.recommendation.remedyWiderMargin,
    'longer-delays': messages.recommendation.remedyLongerDelays,
    'fix-copy': messages.recommendation.remedyFixCopy,
  }
  return messages.either(remedies.map((remedy) => texts[remedy]))
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
      return messages.recommendation.betterWeighted
  }
}

interface Against {
  readonly reference: string
  readonly messages: Messages
}

/** By how much the best that there is beside the reference is not better, or not significantly; empty where something else is recommended. */
function closestIn({ recommendation, pick, scenario: { reference } }: Result, messages: Messages): string {
  if ((recommendation.code !== 'keep-reference' && recommendation.code !== 'inconclusive') || !pick) return ''
  const { closest } = recommendation
  return messages.recommendation.closest(closest, reasonFor(closest, pick, { reference, messages }))
}

/** How a variant compares with the reference by what is wanted, as a clause. */
function reasonFor(variant: string, { scored, objective }: Selection, { reference, messages }: Against): string {
  const { ratio } = scored.find((one) => one.variant === variant)!
  const [estimate, low, high] = [ratio.ratio, ratio.low, ratio.high].map(formatPercent) as [string, string, string]
  const share = messages.units.withInterval({ estimate, low, high })
  switch (objective) {
    case 'speed':
      return messages.recommendation.asFast(formatSpeedUps(ratio, messages).estimate, reference)
    case 'cost':
      return messages.recommendation.shareOfCost(share, reference)
    case 'first-notification':
      return messages.recommendation.shareOfFirstNotification(share, reference)
    default:
      return messages.recommendation.shareOfWeighted(share, reference)
  }
}

/** What is beyond a constraint or cannot be judged: nothing where nothing at all is recommended, whose reason says it. */
function leftOut({ pick, recommendation }: Result, messages: Messages): string {
  const isSelected = pick && !HINDRANCES.has(recommendation.code) && recommendation.code !== 'wait'
  return !isSelected || pick.excluded.length === 0
    ? ''
    : messages.recommendation.excludedVariants(
        messages.beside(
          pick.excluded.map((one) => messages.units.withDetail(one.variant, exclusionText(one, messages))),
        ),
      )
}

const HINDRANCES = new Set([
  'network-allowed',
  'output-mismatch',
  'reference-failed',
  'mock-server-saturated',
  'insufficient-traces',
])

/** Why a variant is left out, as a clause. */
export function exclusionText({ reason }: Pick<Exclusion, 'reason'>, messages: Messages = ENGLISH): string {
  if (reason.code === 'verdict') return formatVerdictCode(reason.verdict, messages)
  if (reason.code === 'no-notification') return messages.recommendation.excludedNoNotification
  if (reason.code === 'no-cost') return messages.recommendation.excludedNoCost
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
