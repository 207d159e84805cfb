import { ENGLISH } from '../messages/en.ts'
import type { Badge, Tone } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { candidatesOf, MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import type { Verdict } from '../../judge/verdict.ts'
import { discardText, faultText } from '../messages/trial-reasons.ts'
import { aaCheckText, sensitivityCheckText } from '../messages/controls.ts'
import { refusedLabels } from './emulation.ts'
import { formatPercent, formatRatio, unitOf } from '../format.ts'
import { formatNumber } from '../messages/formats.ts'
import { formatVerdictAlone } from '../verdict-text.ts'
import { orderNotes } from './order-notes.ts'
import { outlierNote } from './outlier-note.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'

/** Whether all variants sent the same, and what became of the two copies of the reference. */
export function checksOf(result: Result, messages: Messages): Badge[] {
  return [{ tone: deliveriesTone(result), text: deliveriesNote(result, messages) }, ...copyChecks(result, messages)]
}

function deliveriesTone({ deliveries: { digest, same } }: Result): Tone {
  if (digest === 'none') return 'plain'
  return same ? 'good' : 'bad'
}

/** What became of the two copies of the reference. */
export function copyChecks(result: Checked, messages: Messages): Badge[] {
  const { aaCheck, sensitivityCheck } = result
  return [
    { tone: TONES[aaCheck.code], text: messages.checks.aaNote(aaCheckText(result, messages)) },
    {
      tone: TONES[sensitivityCheck.code],
      text: messages.checks.sensitivityNote(sensitivityCheckText(result, messages)),
    },
  ]
}

type Checked = Parameters<typeof aaCheckText>[0] & Parameters<typeof sensitivityCheckText>[0]

const TONES: Readonly<Record<Checked['aaCheck']['code'] | Checked['sensitivityCheck']['code'], Tone>> = {
  absent: 'plain',
  'not-judged': 'plain',
  'runs-failed': 'bad',
  late: 'bad',
  failed: 'bad',
  passed: 'good',
  missed: 'bad',
  found: 'good',
}

/** What the verdicts rest on, and whatever is out of range. */
export function notesOn(result: Result, messages: Messages = ENGLISH): string[] {
  const { mock, variants, throttled, discardedIterations, lambda } = result
  const slowStart = variants.filter(
    ({ firstIterationCpu }) => firstIterationCpu !== undefined && firstIterationCpu > 1.5,
  )
  return [
    ...(mock.isKnown ? [mockNote(result, messages)] : []),
    lookNote(result, messages),
    ...pickNote(result, messages),
    ...outlierNote(result, messages),
    ...orderNotes(result, messages),
    ...(lambda?.emulation ? refusedLabels(lambda.emulation, messages) : []),
    ...slackNote(throttled, messages),
    ...failureNotes(variants, messages),
    ...slowStart.map(({ variant }) => messages.notes.slowFirstIterations(variant)),
    ...discardedIterations.map(({ reason, ...place }) => {
      const details = { ...place, reason: discardText(reason, messages) }
      return messages.notes.discarded(
        unitOf(result) === 'process'
          ? messages.notes.discardedProcessIteration(details)
          : messages.notes.discardedContainerIteration(details),
      )
    }),
  ]
}

/** Where the webhook's rate decides; nothing where it does not. */
export function slackNote(throttled: number, messages: Messages): string[] {
  return throttled > 0 ? [messages.notes.slackRateLimited(throttled)] : []
}

/** What failed, variant by variant, with how often it may. */
export function failureNotes(
  variants: readonly Pick<VariantResult, 'variant' | 'failed'>[],
  messages: Messages,
): string[] {
  return variants.flatMap(({ variant, failed: { trials, of, rate, reasons } }) =>
    trials > 0
      ? [
          messages.notes.runsFailed({
            variant,
            failed: trials,
            runs: of,
            low: formatPercent(rate.low),
            high: formatPercent(rate.high),
            reasons: reasons.map((reason) => faultText(reason, messages)).join('; '),
          }),
        ]
      : [],
  )
}

function mockNote({ variants, mock, scenario: { reference } }: Result, messages: Messages): string {
  const latenessOf = ({ mockServerLag = 1 }: VariantResult) => formatPercent(mockServerLag - 1)
  const late = variants.reduce((a, b) => ((b.mockServerLag ?? 1) > (a.mockServerLag ?? 1) ? b : a))
  const model = variants.find(({ variant }) => variant === reference)
  // All is measured by the reference: where that one waited too long, nothing can be said of any.
  const whose =
    mock.bound && model && model !== late
      ? messages.notes.lagWithReference({ variant: late.variant, reference, referenceLag: latenessOf(model) })
      : late.variant
  const waiting = mock.bound
    ? messages.notes.mockServerSaturated(latenessOf(late), whose)
    : messages.notes.mockServerLag(latenessOf(late), whose)
  return mock.ceiling === undefined
    ? messages.units.sentence(waiting)
    : messages.notes.mockServerCapacity(waiting, formatNumber(mock.ceiling))
}

/** What is picked by, where that is none of the ratios in the table. */
function pickNote(result: Result, messages: Messages): string[] {
  const { pick, scenario } = result
  if (!pick || pick.objective === 'speed' || pick.scored.length === 0) return []
  const scores = pick.scored.map(
    ({ variant, ratio, verdict }) =>
      `${variant} ${messages.beside([formatRatio({ role: 'candidate', ratio }, messages), scoreText(verdict, result, messages)])}`,
  )
  return [
    messages.notes.objectiveScores({
      objective: pick.objective,
      reference: scenario.reference,
      scores: scores.join('; '),
    }),
  ]
}

/** What is picked by need not be a time, of which alone faster and slower are said. */
function scoreText(verdict: Verdict, result: Result, messages: Messages): string {
  switch (verdict.code) {
    case 'faster':
      return messages.verdicts.better
    case 'slower':
      return messages.verdicts.worse
    case 'faster-size-unclear':
      return messages.verdicts.betterSizeUnclear
    case 'slower-size-unclear':
      return messages.verdicts.worseSizeUnclear
    default:
      return formatVerdictAlone(verdict, { margin: result.scenario.margin, unit: unitOf(result), messages })
  }
}

function deliveriesNote({ deliveries, items }: Result, messages: Messages): string {
  const { same, by, accepted, duplicates, digest } = deliveries
  if (digest === 'none') return messages.notes.deliveriesNoReference
  if (!same) return messages.notes.deliveriesDiffer
  if (by !== undefined && by !== 'mock' && items === 0) return messages.notes.deliveriesUnknown
  if (by === 'trace') return messages.notes.deliveriesSameByTrace(accepted)
  const each = messages.count(accepted, 'notification')
  return by === 'answer'
    ? messages.notes.deliveriesSameByAnswer({ notifications: each, duplicates, digest })
    : messages.notes.deliveriesSame({ notifications: each, duplicates, digest })
}

function lookNote(result: Result, messages: Messages): string {
  const { look, scenario, blocks } = result
  if (look) {
    const { last, alpha } = look
    const units = messages.notes.unitsPerVariant(messages.count(look.blocks, unitOf(result)))
    const where = last ? units : messages.notes.notLastLook(units)
    const shared = candidatesOf(scenario).length
    // In a benchmark without a candidate there is nothing to share it.
    const level =
      shared === 0
        ? messages.notes.alpha(alpha)
        : messages.notes.alphaShared(alpha, messages.count(shared, 'comparison'))
    return scenario.quick ? messages.notes.judgedAtQuick(where, level) : messages.notes.judgedAt(where, level)
  }
  if (unitOf(result) === 'process')
    return messages.notes.stoppedBeforeFirstLook(messages.notes.unitsPerVariant(messages.count(blocks, 'process')))
  const wanted = scenario.looks?.[0]?.blocks ?? MIN_ENVIRONMENTS
  return messages.notes.tooFewContainers(messages.count(wanted, 'container'), blocks)
}
