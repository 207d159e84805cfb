import {
  type Doubt,
  memoryMbOf,
  type ResultComparison,
  type Silence,
  type VariantAgreement,
} from '../../judge/agreement/agreement.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { aaCheckText, sensitivityCheckText } from '../messages/controls.ts'
import { block } from '../block.ts'
import { tableOf } from '../build-table.ts'
import type { ReportDocument } from '../document.ts'
import { formatRatio, formatSubject, unitOf } from '../format.ts'
import { formatVerdict, formatVerdictCode } from '../verdict-text.ts'
import { UNKNOWN } from '../known-columns.ts'
import type { Messages } from '../messages/messages.ts'
import { remediesText } from '../sentences/recommendation.ts'

/** Two results, and how they compare. */
export interface AgreementJudgement {
  readonly a: Result
  readonly b: Result
  readonly compared: ResultComparison
}

/** Whether two results, of any places, say the same. */
export function agreementDocument(judgement: AgreementJudgement, messages: Messages): ReportDocument {
  const { a, b, compared } = judgement
  const caution = messages.sentences(differencesOf(judgement, messages))
  return {
    kind: 'agreement',
    title: messages.agreement.title(a.scenario.name, b.scenario.name),
    ...(caution !== '' && { caution }),
    recommendation: { headline: winnerText(compared, messages), details: [extentText(compared, messages)] },
    measured: [
      messages.agreement.subject('A', describe(a, messages)),
      messages.agreement.subject('B', describe(b, messages)),
    ],
    checks: [],
    blocks: [
      block(
        'variants',
        messages.agreement.tableTitle(a.scenario.reference),
        tableOf(
          compared.variants,
          [
            { head: '', cellOf: ({ variant }) => variant },
            { head: 'A', cellOf: (one) => formatRatio(one.a, messages) },
            { head: 'B', cellOf: (one) => formatRatio(one.b, messages) },
            { head: 'A / B', cellOf: (one) => formatQuotient(one, messages) },
          ],
          {
            lookOf: ({ sameSide }) => ({ tone: sameSide === false ? 'bad' : 'plain' }),
            notes: [
              ...compared.variants.map((variant) => variantText(variant, judgement, messages)),
              ...compared.doubts.map((doubt) => doubtText(doubt, doubt.of === 'A' ? a : b, messages)),
              ...levelsText(compared, messages),
              ...(compared.alone.length === 0 ? [] : [messages.agreement.onlyInOne(messages.beside(compared.alone))]),
            ],
          },
        ),
      ),
    ],
    next: [],
  }
}

/** What makes a difference by itself. */
function differencesOf({ a, b }: AgreementJudgement, messages: Messages): string[] {
  const [sizeA, sizeB] = [memoryMbOf(a), memoryMbOf(b)]
  return [
    ...(sizeA !== undefined && sizeB !== undefined && sizeA !== sizeB ? [messages.agreement.otherMemorySizes] : []),
    ...(a.scenario.name === b.scenario.name
      ? []
      : [messages.agreement.otherScenarios(a.scenario.name, b.scenario.name)]),
    ...(a.scenario.codeDigest === b.scenario.codeDigest ? [] : [messages.agreement.otherJobs]),
  ]
}

function describe(result: Result, messages: Messages): string {
  const memoryMb = memoryMbOf(result)
  return messages.beside(
    [
      result.scenario.name,
      result.target === 'lab' ? messages.agreement.emulatedLab : result.target,
      ...(memoryMb === undefined ? [] : [`${memoryMb} MB`]),
      formatSubject(result, messages),
      messages.count(result.blocks, unitOf(result)),
    ].filter(Boolean),
  )
}

function formatQuotient({ quotient }: VariantAgreement, messages: Messages): string {
  if (!quotient) return UNKNOWN
  const [estimate, low, high] = [quotient.ratio, quotient.low, quotient.high].map((ratio) => ratio.toFixed(3))
  return messages.units.withInterval({ estimate: estimate!, low: low!, high: high! })
}

function variantText(
  one: VariantAgreement,
  { a, b, compared: { doubts } }: AgreementJudgement,
  messages: Messages,
): string {
  const sides = sidesText(one, { a, b }, messages)
  switch (one.size) {
    case 'agrees':
      return messages.agreement.sameExtent(sides)
    case 'differs':
      return messages.agreement.otherExtent(sides)
    case 'inconclusive':
      return messages.agreement.undecidedExtent(sides)
    case 'withheld': {
      const reasons = [
        ...doubts.map((doubt) => doubtClause(doubt, messages)),
        ...(one.silences ?? []).map((silence) => silenceText(silence, silence.of === 'A' ? a : b, messages)),
      ]
      return messages.agreement.withheldExtent(sides, messages.beside(reasons))
    }
  }
}

/** What each result says of a variant, as a clause. */
function sidesText(
  { variant, a, b, sameSide }: VariantAgreement,
  results: Pick<AgreementJudgement, 'a' | 'b'>,
  messages: Messages,
): string {
  const verdictIn = (of: typeof a, result: Result) =>
    formatVerdict(of, result.scenario.margin, { unit: unitOf(result), messages })
  const verdicts = { a: verdictIn(a, results.a), b: verdictIn(b, results.b) }
  if (sameSide === undefined) return messages.agreement.variantDifferent({ variant, ...verdicts })
  return sameSide
    ? messages.agreement.variantSame(variant, verdicts.a)
    : messages.agreement.variantContradicting({ variant, ...verdicts })
}

/** Of which level the intervals are: each result has its own, and the quotients have one. */
function levelsText({ variants }: ResultComparison, messages: Messages): string[] {
  const intervals = {
    A: variants.flatMap(({ a }) => a.ratio ?? []),
    B: variants.flatMap(({ b }) => b.ratio ?? []),
    'A / B': variants.flatMap(({ quotient }) => quotient ?? []),
  }
  const levels = Object.entries(intervals).flatMap(([name, [first]]) =>
    first ? [messages.agreement.levelOf(name, percentOf(1 - first.alpha))] : [],
  )
  if (levels.length === 0) return []
  const text = messages.beside(levels)
  const quotients = intervals['A / B'].length
  if (quotients === 0) return [messages.agreement.levels(text)]
  return [quotients === 1 ? messages.agreement.levelsOne(text) : messages.agreement.levelsMany(text)]
}

function extentText({ variants, margin }: ResultComparison, messages: Messages): string {
  const texts: Readonly<Record<VariantAgreement['size'], (variants: string) => string>> = {
    agrees: messages.agreement.extentSame,
    differs: messages.agreement.extentDifferent,
    inconclusive: messages.agreement.extentUndecided,
    withheld: messages.agreement.extentWithheld,
  }
  const extents = Array.from(
    Map.groupBy(variants, ({ size }) => size),
    ([size, own]) => texts[size](messages.beside(own.map(({ variant }) => variant))),
  )
  return messages.agreement.extent(percentOf(margin), messages.clauses(extents) || messages.agreement.noSharedRatio)
}

function winnerText({ winner, winners }: ResultComparison, messages: Messages): string {
  const either = (names: readonly string[]) => messages.either(names) || messages.agreement.noWinner
  switch (winner) {
    case 'agrees':
      return messages.agreement.sameWinner(either(winners.a.filter((variant) => winners.b.includes(variant))))
    case 'differs':
      return messages.agreement.otherWinner(either(winners.a), either(winners.b))
    case 'inconclusive':
      return messages.agreement.undecidedWinner(either(winners.a), either(winners.b))
  }
}

/** Why nearness to a result proves nothing, as a clause. */
function doubtClause({ of, code }: Doubt, messages: Messages): string {
  switch (code) {
    case 'before-first-look':
      return messages.agreement.beforeFirstLook(of)
    case 'no-aa-check':
      return messages.agreement.noAaCheck(of)
    case 'aa-check-failed':
      return messages.agreement.aaCheckFailed(of)
    case 'sensitivity-check-missed':
      return messages.agreement.sensitivityCheckMissed(of)
  }
}

/** What was seen of the check that a doubt rests on, and what to do. */
function doubtText(doubt: Doubt, result: Result, messages: Messages): string {
  const { of: name, code } = doubt
  return code === 'sensitivity-check-missed'
    ? messages.agreement.sensitivityCheckNote({
        name,
        outcome: sensitivityCheckText(result, messages),
        remedy: remediesText(doubt.remedies, messages),
      })
    : messages.agreement.aaCheckNote({
        name,
        outcome: aaCheckText(result, messages),
        remedy: remedyText(doubt, messages),
      })
}

function remedyText({ code, remedies, blocksNeeded }: Doubt, messages: Messages): string {
  if (code === 'no-aa-check') return messages.agreement.remedySecondCopy
  if (code !== 'before-first-look') return remediesText(remedies, messages)
  return blocksNeeded === undefined
    ? messages.agreement.remedyFirstLook
    : messages.agreement.remedyContainers(blocksNeeded)
}

/** Why nothing may be said of a variant's speed at all, as a clause. */
function silenceText(silence: Silence, result: Result, messages: Messages): string {
  const { of } = silence
  if (silence.code === 'verdict')
    return messages.agreement.silentVerdict(of, formatVerdictCode(silence.verdict, messages))
  return unitOf(result) === 'process'
    ? messages.agreement.noRatioProcesses(of)
    : messages.agreement.noRatioContainers(of)
}

/** With as many digits as it takes. */
function percentOf(share: number): string {
  return `${+(share * 100).toFixed(3)}%`
}
