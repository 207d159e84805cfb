import { EXIT } from '../exit-code.ts'
import { type ArmAgreement, compareResults, type ResultComparison } from '../report/agreement.ts'
import { drawSection } from '../report/draw-section.ts'
import { EMULATED } from '../report/emulation.ts'
import { formatRatio, formatSubject, formatVerdict, unitOf } from '../report/format.ts'
import type { Result } from '../report/result.ts'
import { summarize } from '../report/summarize.ts'
import { UsageError } from '../usage-error.ts'
import { readFolder } from './report.ts'
import { tell } from './tell.ts'

/** `utakata compare A B`: whether two results, of any places, say the same. Gives the exit code: 3 where they do not, 5 where it cannot be told. */
export function compareCommand(
  folderA: string,
  folderB: string,
  { json = false }: { readonly json?: boolean },
): number {
  const [a, b] = [resultIn(folderA), resultIn(folderB)]
  let compared: ResultComparison
  try {
    compared = compareResults(a, b)
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error
  }
  if (json) console.log(JSON.stringify(compared, undefined, 2))
  else draw(compared, a, b)
  if (compared.winner === 'differs' || compared.arms.some(({ sameSide }) => sameSide === false))
    return EXIT.thresholdFailed
  return compared.winner === 'agrees' ? EXIT.done : EXIT.cannotJudge
}

function resultIn(folder: string): Result {
  return summarize(readFolder(folder).trials)
}

function draw(compared: ResultComparison, a: Result, b: Result): void {
  const { isTTY, columns } = process.stdout
  const width = Math.max(60, isTTY ? columns : 100)
  const describe = (result: Result) =>
    [
      result.scenario.name,
      result.place === 'lab' ? `lab (${EMULATED})` : result.place,
      formatSubject(result),
      `${result.forks} ${unitOf(result)}s`,
    ]
      .filter(Boolean)
      .join(', ')
  tell(`A: ${describe(a)}`)
  tell(`B: ${describe(b)}`)
  console.log()
  const section = {
    title: `Time over ${a.scenario.reference} in A, in B, and A's over B's (95 %)`,
    head: ['', 'A', 'B', 'A / B'],
    rows: compared.arms.map(({ arm, a: inA, b: inB, quotient }) => [
      arm,
      formatRatio(inA),
      formatRatio(inB),
      quotient ? `${quotient.ratio.toFixed(3)} (${quotient.low.toFixed(3)} to ${quotient.high.toFixed(3)})` : '–',
    ]),
    isNumeric: true,
    notes: compared.arms.map((arm) => sentenceOf(arm, a, b)),
  }
  for (const line of drawSection(section, width, (text) => text)) console.log(line)
  if (compared.alone.length > 0) tell(`Only in one of the two: ${compared.alone.join(', ')}.`)
  console.log()
  tell(verdictOn(compared))
}

function sentenceOf({ arm, a, b, size, sameSide }: ArmAgreement, one: Result, other: Result): string {
  const words = [
    formatVerdict(a, one.scenario.margin, unitOf(one)),
    formatVerdict(b, other.scenario.margin, unitOf(other)),
  ]
  const side =
    sameSide === undefined
      ? `${words[0]} in A, ${words[1]} in B`
      : sameSide
        ? `${words[0]} in both`
        : `THEY CONTRADICT EACH OTHER: ${words[0]} in A, ${words[1]} in B`
  const told = {
    agrees: 'to the same extent, within the margin',
    differs: 'to a different extent',
    undecided: 'whether to the same extent is undecided',
  }
  return `${arm}: ${side}; ${told[size]}.`
}

function verdictOn({ winner, winners }: ResultComparison): string {
  const [a, b] = [winners.a.join(' or ') || 'none', winners.b.join(' or ') || 'none']
  switch (winner) {
    case 'agrees':
      return `The winner agrees: ${winners.a.filter((arm) => winners.b.includes(arm)).join(' or ')}.`
    case 'differs':
      return `The winner DIFFERS: ${a} in A, ${b} in B.`
    case 'undecided':
      return `Whether the winner agrees cannot be told: ${a} in A, ${b} in B.`
  }
}
