import type { Check, Tone } from '../document.ts'
import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import { candidatesOf, MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import { discardText, faultText } from '../messages/trial-reasons.ts'
import { aaCheckText, sensitivityCheckText, variantInSentence } from '../messages/controls.ts'
import { formatPercent, unitOf } from '../format.ts'
import { asPercent, formatNumber } from '../messages/formats.ts'
import { isLate, MAX_MOCK_SERVER_LAG } from '../../judge/comparison/final-verdict.ts'
import { MIN_CEILING } from '../../judge/comparison/summarize.ts'
import { orderChecks } from './order-checks.ts'
import { outlierCheck } from './outlier-check.ts'
import { remediesText } from './recommendation.ts'
import { programsCheck } from './programs-check.ts'
import { outputCheck } from './output-check.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'

/** What the verdicts on a comparison rest on: what is seen at first, then the rest. */
export function checksOf(result: Result, messages: Messages = ENGLISH): Check[] {
  const { mock, variants, throttled, discardedIterations } = result
  return [
    outputCheck(result, outputFound(result, messages), messages),
    ...netCheck(result, messages),
    ...copyChecks(result, messages),
    ...failureChecks(variants, messages),
    ...(mock.isKnown ? [mockServerCheck(result, messages)] : []),
    ...sinkCheck(throttled, messages),
    ...warmUpChecks(variants, messages),
    ...discardedIterations.map(({ reason, ...place }) => {
      const details = { ...place, reason: discardText(reason, messages) }
      return discardedCheck(
        unitOf(result) === 'process'
          ? messages.checks.discardedInProcess(details)
          : messages.checks.discardedInContainer(details),
        messages,
      )
    }),
    ...outlierCheck(result, messages),
    ...orderChecks(result, messages),
    ...programsCheck(
      variants.map((one) => ({ ...one, timeMs: one.makespanMs })),
      messages,
    ),
    analysisCheck(result, messages),
  ]
}

/** What other servers took is in the times of a job that may reach for them. */
export function netCheck(
  { scenario: { allowsNet } }: { readonly scenario: Pick<Result['scenario'], 'allowsNet'> },
  { checks }: Messages,
): Check[] {
  return allowsNet ? [{ tone: 'bad', name: checks.networkName, text: checks.networkAllowed, detail: 'summary' }] : []
}

/** A function of somebody else may send what nobody sees. */
function isOutputUnknown({ deliveries: { by }, items }: Result): boolean {
  return by !== undefined && by !== 'mock' && items === 0
}

function outputFound(result: Result, { checks, count }: Messages): { readonly tone: Tone; readonly text: string } {
  const { by, accepted, duplicates } = result.deliveries
  const { check, countsPosts } = result.scenario
  if (isOutputUnknown(result)) return { tone: 'plain', text: checks.outputUnknown }
  if (by === 'trace') return { tone: 'good', text: checks.outputSameByTrace(accepted) }
  if (check === 'own' && by === 'answer')
    return { tone: 'good', text: checks.outputSameFindingsByAnswer(count(accepted, 'notification')) }
  if (check === 'own') {
    const made = countsPosts ? checks.outputSameCounts : checks.outputSamePosts
    return { tone: 'good', text: made(count(accepted, 'post')) }
  }
  const same = by === 'answer' ? checks.outputSameByAnswer : checks.outputSame
  return { tone: 'good', text: same(count(accepted, 'notification'), duplicates) }
}

/** What became of the two copies of the reference, with what to do where one failed. `moreBlocks`: how to have more of them. */
export function copyChecks(result: Copied, messages: Messages, moreBlocks?: string): Check[] {
  const { aaCheck, sensitivityCheck, unfit } = result
  const aaTone = TONES[aaCheck.code]
  const remedies = unfit?.remedies ?? []
  const withRemedy = (tone: Tone, text: string) =>
    tone === 'bad' && remedies.length > 0
      ? messages.checks.withRemedy(text, messages.recommendation.remedies(remediesText(remedies, messages, moreBlocks)))
      : text
  return [
    {
      tone: aaTone,
      name: messages.checks.noiseName,
      text: withRemedy(aaTone, aaCheckText(result, messages)),
      detail: 'summary',
    },
    {
      tone: TONES[sensitivityCheck.code],
      name: messages.checks.sensitivityName,
      // What to do is said once.
      text: withRemedy(
        aaTone === 'bad' ? 'plain' : TONES[sensitivityCheck.code],
        sensitivityCheckText(result, messages),
      ),
      detail: 'summary',
    },
  ]
}

type Copied = Parameters<typeof aaCheckText>[0] &
  Parameters<typeof sensitivityCheckText>[0] &
  Pick<Result, 'unfit'> &
  Partial<Pick<Result, 'target'>>

const TONES: Readonly<Record<Copied['aaCheck']['code'] | Copied['sensitivityCheck']['code'], Tone>> = {
  absent: 'plain',
  'not-judged': 'plain',
  'runs-failed': 'bad',
  late: 'bad',
  failed: 'bad',
  passed: 'good',
  missed: 'bad',
  found: 'good',
}

/** What failed, variant by variant, with how often it may. */
export function failureChecks(
  variants: readonly Pick<VariantResult, 'variant' | 'failed'>[],
  messages: Messages,
): Check[] {
  return variants.flatMap(({ variant, failed: { trials, of, rate, reasons } }): Check[] => {
    if (trials === 0) return []
    const text = messages.checks.runsOfVariantFailed({
      variant: variantInSentence(variant, messages),
      failed: trials,
      runs: of,
      low: formatPercent(rate.low),
      high: formatPercent(rate.high),
      reasons: messages.clauses(reasons.map((reason) => faultText(reason, messages))),
    })
    return [{ tone: 'bad', name: messages.checks.failuresName, text, detail: 'summary' }]
  })
}

/** Whether the mock server kept to its delays, and how much more it could have answered. */
function mockServerCheck({ variants, mock, scenario: { reference } }: Result, messages: Messages): Check {
  const lagOf = ({ mockServerLag = 1 }: VariantResult) => formatPercent(mockServerLag - 1)
  const late = variants.reduce((a, b) => ((b.mockServerLag ?? 1) > (a.mockServerLag ?? 1) ? b : a))
  const own = variants.find(({ variant }) => variant === reference)
  const isTooSlow = variants.some(({ verdict }) => verdict?.code === 'mock-server-saturated') || mock.bound
  const lag = messages.checks.mockServerLag(lagOf(late), variantInSentence(late.variant, messages))
  // All is measured by the reference: where that one waited too long, nothing can be said of any.
  const lags = mock.bound && own && own !== late ? messages.checks.lagOfReference(lag, reference, lagOf(own)) : lag
  const found = isLate(late) ? messages.checks.lagBeyondLimit(lags, asPercent(MAX_MOCK_SERVER_LAG - 1)) : lags
  const text = withCapacity(found, mock.ceiling, messages)
  return {
    tone: isTooSlow ? 'bad' : 'good',
    name: messages.checks.mockServerName,
    text: isTooSlow ? withRemediesForSlowServer(text, messages) : text,
    detail: 'full',
  }
}

function withCapacity(found: string, ceiling: number | undefined, { checks }: Messages): string {
  if (ceiling === undefined) return found
  const factor = formatNumber(ceiling)
  return ceiling < MIN_CEILING
    ? checks.mockServerCapacityTooLow(found, factor, formatNumber(MIN_CEILING))
    : checks.mockServerCapacity(found, factor)
}

/** What was found of a mock server that was too slow, with what to do about it. */
export function withRemediesForSlowServer(finding: string, messages: Messages): string {
  const remedies = remediesText(['close-other-programs', 'longer-delays'], messages)
  return messages.checks.withRemedy(finding, messages.recommendation.remedies(remedies))
}

/** Where the webhook's rate decides; nothing where it does not. */
export function sinkCheck(throttled: number, messages: Messages): Check[] {
  return throttled > 0
    ? [
        {
          tone: 'plain',
          name: messages.checks.sinkName,
          text: messages.checks.sinkLimited(throttled),
          detail: 'summary',
        },
      ]
    : []
}

function warmUpChecks(variants: readonly VariantResult[], messages: Messages): Check[] {
  return variants.flatMap(({ variant, firstIterationCpu = 1 }): Check[] =>
    firstIterationCpu > 1.5
      ? [
          {
            tone: 'plain',
            name: messages.checks.warmUpName,
            text: messages.checks.warmUpTooShort(variantInSentence(variant, messages)),
            detail: 'summary',
          },
        ]
      : [],
  )
}

/** What was measured and does not count, with the reason. */
export function discardedCheck(text: string, messages: Messages): Check {
  return { tone: 'plain', name: messages.checks.discardedName, text, detail: 'summary' }
}

/** When it was judged, and at which level. */
function analysisCheck(result: Result, messages: Messages): Check {
  const { look, scenario, blocks } = result
  const check = (text: string): Check => ({
    tone: look ? 'good' : 'plain',
    name: messages.checks.analysisName,
    text,
    detail: 'full',
  })
  if (look) {
    const units = messages.count(look.blocks, unitOf(result))
    const shared = candidatesOf(scenario).length
    const comparisons = messages.count(Math.max(1, shared), 'comparison')
    return check(
      look.last
        ? messages.checks.judgedAtLast({ units, alpha: look.alpha, comparisons })
        : messages.checks.judgedEarly({ units, alpha: look.alpha, comparisons }),
    )
  }
  if (unitOf(result) === 'process') return check(messages.checks.stoppedEarly(messages.count(blocks, 'process')))
  const wanted = scenario.looks?.[0]?.blocks ?? MIN_ENVIRONMENTS
  return check(messages.checks.tooFewContainers(messages.count(wanted, 'container'), blocks))
}
