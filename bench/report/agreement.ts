import type { Doubt, ResultComparison, Silence, VariantAgreement } from '../judge/agreement/agreement.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import { aaCheckText, sensitivityCheckText } from './sentences/controls.ts'
import { drawSection } from './draw-section.ts'
import { formatRatio, formatSubject, formatVerdict, unitOf, wordIn } from './format.ts'
import { remediesText } from './sentences/recommendation.ts'

/** Two results held against each other, for a terminal of so many columns. */
export function drawAgreement(compared: ResultComparison, a: Result, b: Result, width: number): string {
  const lines: string[] = []
  const add = (text: string) => lines.push(text)
  const describe = (result: Result) =>
    [
      result.scenario.name,
      result.target === 'lab' ? 'lab (LOCAL EMULATION)' : result.target,
      ...(sizeOf(result) === undefined ? [] : [`${sizeOf(result)} MB`]),
      formatSubject(result),
      `${result.blocks} ${unitOf(result)}s`,
    ]
      .filter(Boolean)
      .join(', ')
  add(`A: ${describe(a)}`)
  add(`B: ${describe(b)}`)
  if (sizeOf(a) !== undefined && sizeOf(b) !== undefined && sizeOf(a) !== sizeOf(b))
    add(`Not the same size of memory: that alone makes a difference.`)
  if (a.scenario.name !== b.scenario.name)
    add(`Not the same scenario (${a.scenario.name} and ${b.scenario.name}): that alone makes a difference.`)
  lines.push('')
  const section = {
    title: `Time over ${a.scenario.reference} in A, in B, and A's over B's`,
    head: ['', 'A', 'B', 'A / B'],
    rows: compared.variants.map(({ variant, a: inA, b: inB, quotient }) => [
      variant,
      formatRatio(inA),
      formatRatio(inB),
      quotient ? `${quotient.ratio.toFixed(3)} (${quotient.low.toFixed(3)} to ${quotient.high.toFixed(3)})` : '–',
    ]),
    isNumeric: true,
    notes: [
      ...compared.variants.map((variant) => sentenceOf(variant, compared, a, b)),
      ...compared.doubts.map((doubt) => `${doubtText(doubt, doubt.of === 'A' ? a : b)}.`),
      ...levelsOf(compared),
    ],
  }
  lines.push(...drawSection(section, width, (text) => text))
  if (compared.alone.length > 0) add(`Only in one of the two: ${compared.alone.join(', ')}.`)
  lines.push('')
  add(verdictOn(compared))
  add(extentOf(compared))
  return lines.join('\n')
}

function sentenceOf(
  { variant, a, b, size, silences = [], sameSide }: VariantAgreement,
  { doubts }: ResultComparison,
  one: Result,
  other: Result,
): string {
  const because = [
    ...doubts.map(doubtClause),
    ...silences.map((silence) => silenceText(silence, silence.of === 'A' ? one : other)),
  ]
  const words = [
    formatVerdict(a, one.scenario.margin, { unit: unitOf(one) }),
    formatVerdict(b, other.scenario.margin, { unit: unitOf(other) }),
  ]
  const side =
    sameSide === undefined
      ? `${words[0]} in A, ${words[1]} in B`
      : sameSide
        ? `${words[0]} in both`
        : `THEY CONTRADICT EACH OTHER: ${words[0]} in A, ${words[1]} in B`
  const told = {
    agrees: 'to the same extent, within the margin',
    differs: 'surely to a different extent, beyond the margin',
    inconclusive: 'whether to the same extent is undecided',
    withheld: `whether to the same extent cannot be said: ${because.join(', ')}`,
  }
  return `${variant}: ${side}; ${told[size]}.`
}

/** Of which level the intervals are: each result has its own, and the quotients have one. */
function levelsOf({ variants }: ResultComparison): string[] {
  const intervals = {
    A: variants.flatMap(({ a }) => a.ratio ?? []),
    B: variants.flatMap(({ b }) => b.ratio ?? []),
    'A / B': variants.flatMap(({ quotient }) => quotient ?? []),
  }
  const levels = Object.entries(intervals).flatMap(([of, [first]]) =>
    first ? `${of}'s of ${percentOf(1 - first.alpha)}` : [],
  )
  if (levels.length === 0) return []
  const hold = intervals['A / B'].length === 1 ? 'the last one holds' : 'the last ones hold all together'
  const together = intervals['A / B'].length === 0 ? '' : `; wherever A and B have stopped, ${hold} at 95 % or more`
  return [`Intervals: ${levels.join(', ')}${together}.`]
}

function percentOf(share: number): string {
  return `${+(share * 100).toFixed(3)} %`
}

function extentOf({ variants, margin }: ResultComparison): string {
  const words = {
    agrees: 'the same for',
    differs: 'surely DIFFERENT for',
    inconclusive: 'undecided for',
    withheld: 'cannot be said for',
  }
  const bySize = Map.groupBy(variants, ({ size }) => size)
  const parts = Array.from(bySize, ([size, own]) => `${words[size]} ${own.map(({ variant }) => variant).join(', ')}`)
  return `The extent, by a margin of ${percentOf(margin)}: ${parts.join('; ') || 'no ratio is in both'}.`
}

function verdictOn({ winner, winners }: ResultComparison): string {
  const [a, b] = [winners.a.join(' or ') || 'none', winners.b.join(' or ') || 'none']
  switch (winner) {
    case 'agrees':
      return `The winner agrees: ${winners.a.filter((variant) => winners.b.includes(variant)).join(' or ')}.`
    case 'differs':
      return `The winner DIFFERS: ${a} in A, ${b} in B.`
    case 'inconclusive':
      return `Whether the winner agrees cannot be told: ${a} in A, ${b} in B.`
  }
}

/** Why nearness to a result proves nothing, as a clause. */
function doubtClause({ of, code }: Doubt): string {
  switch (code) {
    case 'before-first-look':
      return `${of} has not reached a look`
    case 'no-aa-check':
      return `${of} has no A/A guard`
    case 'aa-check-failed':
      return `${of}'s A/A guard failed`
    case 'sensitivity-check-missed':
      return `${of}'s planted arm was missed`
  }
}

/** What was seen of the check that a doubt rests on, and what to do. */
function doubtText(doubt: Doubt, result: Result): string {
  const { of, code } = doubt
  return code === 'sensitivity-check-missed'
    ? `${of}'s planted arm: ${sensitivityCheckText(result)}; ${remediesText(doubt.remedies)}`
    : `${of}'s A/A guard: ${aaCheckText(result)}; ${remedyText(doubt)}`
}

function remedyText({ code, remedies, blocksNeeded }: Doubt): string {
  if (code === 'no-aa-check') return 'measure the same with utakata ab, which takes a second copy along'
  if (code !== 'before-first-look') return remediesText(remedies)
  return blocksNeeded === undefined ? 'let it run to its first look' : `it takes ${blocksNeeded} containers of each`
}

/** Why nothing may be said of a variant's speed at all, as a clause. */
function silenceText(silence: Silence, result: Result): string {
  const { of } = silence
  return silence.code === 'verdict'
    ? `${of}'s word "${wordIn(silence.verdict)}" tells nothing of speed (see ${of}'s report)`
    : `${of} has no ratio of it, which takes 2 ${unitOf(result)}s`
}

/** The size of memory in MB, of what ran as functions. */
export function sizeOf({ scenario, lambda }: Result): number | undefined {
  return scenario.memoryMb ?? lambda?.warm[0]?.memoryMb
}
