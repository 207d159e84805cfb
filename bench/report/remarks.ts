import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { candidatesOf, MIN_ENVIRONMENTS } from '../plan/schedule.ts'
import type { Verdict } from '../judge/verdict.ts'
import { refusedLabels } from './emulation.ts'
import { formatNumber, formatPercent, formatRatio, formatWord, unitOf } from './format.ts'
import { orderRemarks } from './order-remarks.ts'
import { outlierRemark } from './outlier-remark.ts'
import type { ArmResult, Result } from '../judge/result.ts'

/** The lines that stand under the tables in every form of the report: what the words rest on, and whatever is odd. */
export function remarksOn(result: Result, language: Language = ENGLISH): string[] {
  const { say } = language
  const { guard, planted, mock, arms, throttled, voidRounds, lambda } = result
  const slowStart = arms.filter(({ firstRoundCpu }) => firstRoundCpu !== undefined && firstRoundCpu > 1.5)
  return [
    ledgerRemark(result, language),
    say`A/A guard: ${guard.sentence}.`,
    say`Planted arm: ${planted.sentence}.`,
    ...(mock.isKnown ? [mockRemark(result, language)] : []),
    lookRemark(result, language),
    ...pickRemark(result, language),
    ...outlierRemark(result, language),
    ...orderRemarks(result, language),
    ...(lambda?.emulation ? refusedLabels(lambda.emulation, language) : []),
    ...slackRemark(throttled, language),
    ...failureRemarks(arms, language),
    ...slowStart.map(
      ({ arm }) =>
        say`${arm}: its first rounds cost half as much CPU again as the later ones; warm up longer (a larger --set plan.warmUps).`,
    ),
    ...voidRounds.map((round) => say`Void for every strategy: ${round}.`),
  ]
}

/** Where the webhook's rate decides; nothing where it does not. */
export function slackRemark(throttled: number, { say }: Language): string[] {
  return throttled > 0
    ? [say`Slack-bound: ${throttled} posts were answered 429; the webhook's rate decides here, whatever the strategy.`]
    : []
}

/** What failed, arm by arm, with how often it may. */
export function failureRemarks(arms: readonly Pick<ArmResult, 'arm' | 'failed'>[], { say }: Language): string[] {
  return arms.flatMap(({ arm, failed: { trials, of, rate, reasons } }) =>
    trials > 0
      ? [
          say`${arm}: ${trials} of ${of} runs failed (rate ${formatPercent(rate.low)} to ${formatPercent(rate.high)}): ${reasons.join('; ')}.`,
        ]
      : [],
  )
}

function mockRemark({ arms, mock, scenario: { reference } }: Result, { say }: Language): string {
  const latenessOf = ({ heldOverDrawn = 1 }: ArmResult) => formatPercent(heldOverDrawn - 1)
  const late = arms.reduce((a, b) => ((b.heldOverDrawn ?? 1) > (a.heldOverDrawn ?? 1) ? b : a))
  const model = arms.find(({ arm }) => arm === reference)
  // All is measured by the reference: where that one waited too long, nothing can be said of any.
  const whose = mock.bound && model && model !== late ? say`${late.arm}; ${reference}: ${latenessOf(model)}` : late.arm
  const waiting = mock.bound
    ? say`Mock server: SERVER-BOUND: its lateness made the waiting at most ${latenessOf(late)} longer (${whose})`
    : say`Mock server: its lateness made the waiting at most ${latenessOf(late)} longer (${whose})`
  return mock.ceiling === undefined
    ? say`${waiting}.`
    : say`${waiting}; it could answer ${formatNumber(mock.ceiling)} times the fastest strategy's rate.`
}

/** What is picked by, where that is none of the ratios in the table. */
function pickRemark(result: Result, language: Language): string[] {
  const { say, beside } = language
  const { pick, scenario } = result
  if (!pick || pick.objective === 'speed' || pick.scored.length === 0) return []
  const told = pick.scored.map(
    ({ arm, ratio, verdict }) =>
      `${arm} ${beside([formatRatio({ role: 'candidate', ratio }, language), betterWord(verdict, result, language)])}`,
  )
  return [say`By ${pick.objective}, over ${scenario.reference}: ${told.join('; ')}.`]
}

/** What is picked by need not be a time, of which alone faster and slower are said. */
function betterWord(verdict: Verdict, result: Result, language: Language): string {
  const { say } = language
  switch (verdict.word) {
    case 'faster':
      return say`better`
    case 'slower':
      return say`worse`
    case 'faster, size unsure':
      return say`better, size unsure`
    case 'slower, size unsure':
      return say`worse, size unsure`
    default:
      return formatWord(verdict, { margin: result.scenario.margin, unit: unitOf(result), language })
  }
}

function ledgerRemark({ ledger, feeds }: Result, { say, count }: Language): string {
  const { same, by, accepted, duplicates, digest } = ledger
  if (digest === 'none') return say`Ledger: no run of the reference ended well, so that nothing can be held against it.`
  if (!same) return say`Ledger: the strategies did NOT tell people the same; see "wrong output".`
  if (by !== undefined && by !== 'mock' && feeds === 0)
    return say`Ledger: these functions do not tell what they sent, so that nothing shows whether they did the same.`
  if (by === 'trace')
    return say`Ledger: by their traces all runs that did not fail sent as many notifications (${accepted}); which ones, traces do not tell.`
  const each = count(accepted, 'notification')
  return by === 'answer'
    ? say`Ledger: by the functions’ own account every run that did not fail told people exactly the same (${each} a run, ${duplicates} twice, digest ${digest}).`
    : say`Ledger: every run that did not fail told people exactly the same (${each} a run, ${duplicates} twice, digest ${digest}).`
}

function lookRemark(result: Result, { say, count }: Language): string {
  const { look, scenario, forks } = result
  const isLocal = unitOf(result) === 'fork'
  if (look) {
    const { last, alpha } = look
    const units = isLocal ? count(look.forks, 'fork') : say`${count(look.forks, 'container')} of each`
    const where = last ? units : say`${units} (not the last look)`
    const shared = candidatesOf(scenario).length
    // Of a race without a candidate there is nothing to share it.
    const level = shared === 0 ? say`alpha ${alpha}` : say`alpha ${alpha} shared by ${count(shared, 'comparison')}`
    return scenario.quick ? say`Judged at ${where}, ${level}, quick.` : say`Judged at ${where}, ${level}.`
  }
  if (isLocal) return say`Stopped before the first look, with ${count(forks, 'fork')}: intervals at 95 %, no words.`
  const wanted = scenario.looks?.[0]?.forks ?? MIN_ENVIRONMENTS
  return say`No words: that takes ${count(wanted, 'container')} of each arm, and there are ${forks}. Intervals at 95 %.`
}
