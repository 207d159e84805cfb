import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { candidatesOf, MIN_ENVIRONMENTS } from '../plan/schedule.ts'
import type { Verdict } from '../judge/verdict.ts'
import { aaCheckText, sensitivityCheckText } from './controls.ts'
import { refusedLabels } from './emulation.ts'
import { formatNumber, formatPercent, formatRatio, formatWord, unitOf } from './format.ts'
import { orderNotes } from './order-notes.ts'
import { outlierNote } from './outlier-note.ts'
import type { VariantResult, Result } from '../judge/comparison/judgement.ts'

/** The lines that stand under the tables in every form of the report: what the words rest on, and whatever is odd. */
export function notesOn(result: Result, language: Language = ENGLISH): string[] {
  const { say } = language
  const { mock, variants, throttled, discardedIterations, lambda } = result
  const slowStart = variants.filter(
    ({ firstIterationCpu }) => firstIterationCpu !== undefined && firstIterationCpu > 1.5,
  )
  return [
    deliveriesNote(result, language),
    say`A/A guard: ${aaCheckText(result, language)}.`,
    say`Planted arm: ${sensitivityCheckText(result, language)}.`,
    ...(mock.isKnown ? [mockNote(result, language)] : []),
    lookNote(result, language),
    ...pickNote(result, language),
    ...outlierNote(result, language),
    ...orderNotes(result, language),
    ...(lambda?.emulation ? refusedLabels(lambda.emulation, language) : []),
    ...slackNote(throttled, language),
    ...failureNotes(variants, language),
    ...slowStart.map(
      ({ variant }) =>
        say`${variant}: its first rounds cost half as much CPU again as the later ones; warm up longer (a larger --set plan.warmUps).`,
    ),
    ...discardedIterations.map(({ block, iteration, reason }) =>
      unitOf(result) === 'fork'
        ? say`Void for every strategy: ${say`fork ${block}, round ${iteration}: ${reason}`}.`
        : say`Void for every strategy: ${say`container ${block}, round ${iteration}: ${reason}`}.`,
    ),
  ]
}

/** Where the webhook's rate decides; nothing where it does not. */
export function slackNote(throttled: number, { say }: Language): string[] {
  return throttled > 0
    ? [say`Slack-bound: ${throttled} posts were answered 429; the webhook's rate decides here, whatever the strategy.`]
    : []
}

/** What failed, variant by variant, with how often it may. */
export function failureNotes(
  variants: readonly Pick<VariantResult, 'variant' | 'failed'>[],
  { say }: Language,
): string[] {
  return variants.flatMap(({ variant, failed: { trials, of, rate, reasons } }) =>
    trials > 0
      ? [
          say`${variant}: ${trials} of ${of} runs failed (rate ${formatPercent(rate.low)} to ${formatPercent(rate.high)}): ${reasons.join('; ')}.`,
        ]
      : [],
  )
}

function mockNote({ variants, mock, scenario: { reference } }: Result, { say }: Language): string {
  const latenessOf = ({ mockServerLag = 1 }: VariantResult) => formatPercent(mockServerLag - 1)
  const late = variants.reduce((a, b) => ((b.mockServerLag ?? 1) > (a.mockServerLag ?? 1) ? b : a))
  const model = variants.find(({ variant }) => variant === reference)
  // All is measured by the reference: where that one waited too long, nothing can be said of any.
  const whose =
    mock.bound && model && model !== late ? say`${late.variant}; ${reference}: ${latenessOf(model)}` : late.variant
  const waiting = mock.bound
    ? say`Mock server: SERVER-BOUND: its lateness made the waiting at most ${latenessOf(late)} longer (${whose})`
    : say`Mock server: its lateness made the waiting at most ${latenessOf(late)} longer (${whose})`
  return mock.ceiling === undefined
    ? say`${waiting}.`
    : say`${waiting}; it could answer ${formatNumber(mock.ceiling)} times the fastest strategy's rate.`
}

/** What is picked by, where that is none of the ratios in the table. */
function pickNote(result: Result, language: Language): string[] {
  const { say, beside } = language
  const { pick, scenario } = result
  if (!pick || pick.objective === 'speed' || pick.scored.length === 0) return []
  const told = pick.scored.map(
    ({ variant, ratio, verdict }) =>
      `${variant} ${beside([formatRatio({ role: 'candidate', ratio }, language), betterWord(verdict, result, language)])}`,
  )
  return [say`By ${pick.objective}, over ${scenario.reference}: ${told.join('; ')}.`]
}

/** What is picked by need not be a time, of which alone faster and slower are said. */
function betterWord(verdict: Verdict, result: Result, language: Language): string {
  const { say } = language
  switch (verdict.code) {
    case 'faster':
      return say`better`
    case 'slower':
      return say`worse`
    case 'faster-size-unclear':
      return say`better, size unsure`
    case 'slower-size-unclear':
      return say`worse, size unsure`
    default:
      return formatWord(verdict, { margin: result.scenario.margin, unit: unitOf(result), language })
  }
}

function deliveriesNote({ deliveries, items }: Result, { say, count }: Language): string {
  const { same, by, accepted, duplicates, digest } = deliveries
  if (digest === 'none') return say`Ledger: no run of the reference ended well, so that nothing can be held against it.`
  if (!same) return say`Ledger: the strategies did NOT tell people the same; see "wrong output".`
  if (by !== undefined && by !== 'mock' && items === 0)
    return say`Ledger: these functions do not tell what they sent, so that nothing shows whether they did the same.`
  if (by === 'trace')
    return say`Ledger: by their traces all runs that did not fail sent as many notifications (${accepted}); which ones, traces do not tell.`
  const each = count(accepted, 'notification')
  return by === 'answer'
    ? say`Ledger: by the functions’ own account every run that did not fail told people exactly the same (${each} a run, ${duplicates} twice, digest ${digest}).`
    : say`Ledger: every run that did not fail told people exactly the same (${each} a run, ${duplicates} twice, digest ${digest}).`
}

function lookNote(result: Result, { say, count }: Language): string {
  const { look, scenario, blocks } = result
  const isLocal = unitOf(result) === 'fork'
  if (look) {
    const { last, alpha } = look
    const units = isLocal ? count(look.blocks, 'fork') : say`${count(look.blocks, 'container')} of each`
    const where = last ? units : say`${units} (not the last look)`
    const shared = candidatesOf(scenario).length
    // Of a race without a candidate there is nothing to share it.
    const level = shared === 0 ? say`alpha ${alpha}` : say`alpha ${alpha} shared by ${count(shared, 'comparison')}`
    return scenario.quick ? say`Judged at ${where}, ${level}, quick.` : say`Judged at ${where}, ${level}.`
  }
  if (isLocal) return say`Stopped before the first look, with ${count(blocks, 'fork')}: intervals at 95 %, no words.`
  const wanted = scenario.looks?.[0]?.blocks ?? MIN_ENVIRONMENTS
  return say`No words: that takes ${count(wanted, 'container')} of each arm, and there are ${blocks}. Intervals at 95 %.`
}
