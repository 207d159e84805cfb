import { EXIT } from '../cli/exit-code.ts'
import { type VariantAgreement, compareResults, type ResultComparison } from '../judge/agreement.ts'
import { drawSection } from '../report/draw-section.ts'
import { formatRatio, formatSubject, formatVerdict, unitOf } from '../report/format.ts'
import type { Result } from '../judge/result.ts'
import { UsageError } from '../io/usage-error.ts'
import { readFolder, readResults } from './report.ts'
import { tell, tellJson } from '../cli/print.ts'

/**
 * `utakata compare A B`: whether two results, of any places, say the same. Gives the exit code: 3 for another winner, and for a variant
 * that is surely faster in the one and surely slower in the other; 5 where the winner cannot be told.
 */
export function compareCommand(
  folderA: string,
  folderB: string,
  { json = false }: { readonly json?: boolean },
): number {
  const pairs = pairsOf(resultsIn(folderA), resultsIn(folderB))
  const compared = pairs.map(([a, b]) => inWords(() => compareResults(a, b)))
  if (json) tellJson(compared.length === 1 ? compared[0] : compared)
  else
    for (const [index, [a, b]] of pairs.entries()) {
      if (index > 0) console.log('\n')
      draw(compared[index]!, a, b)
    }
  // How far ratios are apart decides no code: those of two places hardly ever agree within a margin, and that is said variant by variant.
  const isContradiction = ({ winner, variants }: ResultComparison) =>
    winner === 'differs' || variants.some(({ sameSide }) => sameSide === false)
  if (compared.some(isContradiction)) return EXIT.thresholdFailed
  return compared.every(({ winner }) => winner === 'agrees') ? EXIT.done : EXIT.cannotJudge
}

function resultsIn(folder: string): Result[] {
  const { trials, warnings } = readFolder(folder)
  for (const warning of warnings) tell(`utakata: ${warning}`, process.stderr)
  return readResults(trials)
}

/** Two alone are held against each other whatever they are; of several sizes, those that both have. */
function pairsOf(a: readonly Result[], b: readonly Result[]): (readonly [Result, Result])[] {
  if (a.length === 1 && b.length === 1) return [[a[0]!, b[0]!]]
  const pairs = a.flatMap((one) =>
    b.filter((other) => sizeOf(one) === sizeOf(other)).map((other) => [one, other] as const),
  )
  if (pairs.length > 0) return pairs
  const sizes = (results: readonly Result[]) => results.map((one) => sizeOf(one) ?? 'no').join(', ')
  throw new UsageError(`expected two results with a size of memory in common, got ${sizes(a)} MB and ${sizes(b)} MB`)
}

/** In MB, of what ran as functions. */
function sizeOf({ scenario, lambda }: Result): number | undefined {
  return scenario.memoryMb ?? lambda?.warm[0]?.memoryMb
}

function inWords<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error
  }
}

function draw(compared: ResultComparison, a: Result, b: Result): void {
  const { isTTY, columns } = process.stdout
  const width = Math.max(60, isTTY ? columns : 100)
  const describe = (result: Result) =>
    [
      result.scenario.name,
      result.place === 'lab' ? 'lab (LOCAL EMULATION)' : result.place,
      ...(sizeOf(result) === undefined ? [] : [`${sizeOf(result)} MB`]),
      formatSubject(result),
      `${result.blocks} ${unitOf(result)}s`,
    ]
      .filter(Boolean)
      .join(', ')
  tell(`A: ${describe(a)}`)
  tell(`B: ${describe(b)}`)
  if (sizeOf(a) !== undefined && sizeOf(b) !== undefined && sizeOf(a) !== sizeOf(b))
    tell(`Not the same size of memory: that alone makes a difference.`)
  if (a.scenario.name !== b.scenario.name)
    tell(`Not the same scenario (${a.scenario.name} and ${b.scenario.name}): that alone makes a difference.`)
  console.log()
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
      ...compared.variants.map((variant) => sentenceOf(variant, a, b)),
      ...compared.doubts.map(({ part, seen, remedy }) => `${part}: ${seen}; ${remedy}.`),
      ...levelsOf(compared),
    ],
  }
  for (const line of drawSection(section, width, (text) => text)) console.log(line)
  if (compared.alone.length > 0) tell(`Only in one of the two: ${compared.alone.join(', ')}.`)
  console.log()
  tell(verdictOn(compared))
  tell(extentOf(compared))
}

function sentenceOf(
  { variant, a, b, size, because = [], sameSide }: VariantAgreement,
  one: Result,
  other: Result,
): string {
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
    undecided: 'whether to the same extent is undecided',
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
    undecided: 'undecided for',
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
    case 'undecided':
      return `Whether the winner agrees cannot be told: ${a} in A, ${b} in B.`
  }
}
