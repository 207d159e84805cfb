import { EXIT } from '../../cli/exit-code.ts'
import { compareResults, memoryMbOf, type ResultComparison } from '../../judge/agreement/agreement.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { agreementDocument } from '../../report/documents/agreement.ts'
import { ENGLISH } from '../../report/messages/en.ts'
import { drawTerminal } from '../../report/render/terminal.ts'
import { UserError } from '../../io/user-error.ts'
import { readFolder, readResults } from './report.ts'
import { print, printJson, widthOf } from '../../cli/print.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { problemText } from '../../report/messages/problems.ts'

/**
 * `utakata compare A B`: whether two results, of any places, say the same. Gives the exit code: 3 for another winner, and for a variant
 * that is significantly faster in the one and significantly slower in the other; 5 where the winner is not known.
 */
export function compareCommand(
  folderA: string,
  folderB: string,
  { json = false }: { readonly json?: boolean },
  io: Io,
): number {
  const pairs = pairsOf(resultsIn(folderA, io), resultsIn(folderB, io))
  const compared = pairs.map(([a, b]) => compareResults(a, b))
  if (json) printJson(compared.length === 1 ? compared[0] : compared, io.stdout)
  else
    for (const [index, [a, b]] of pairs.entries()) {
      if (index > 0) io.stdout.write('\n\n')
      const document = agreementDocument({ a, b, compared: compared[index]! }, ENGLISH)
      print(drawTerminal(document, { width: widthOf(io.stdout), colour: false, messages: ENGLISH }), io.stdout)
    }
  // How far ratios are apart decides no code: those of two places hardly ever agree within a margin, and that is said variant by variant.
  const isContradiction = ({ winner, variants }: ResultComparison) =>
    winner === 'differs' || variants.some(({ sameSide }) => sameSide === false)
  if (compared.some(isContradiction)) return EXIT.thresholdFailed
  return compared.every(({ winner }) => winner === 'agrees') ? EXIT.done : EXIT.cannotJudge
}

function resultsIn(folder: string, io: Io): Result[] {
  const { trials, warnings } = readFolder(pathIn(io, folder))
  for (const warning of warnings) print(`utakata: ${problemText(warning)}`, io.stderr)
  return readResults(trials)
}

/** Two alone are held against each other whatever they are; of several sizes, those that both have. */
function pairsOf(a: readonly Result[], b: readonly Result[]): (readonly [Result, Result])[] {
  if (a.length === 1 && b.length === 1) return [[a[0]!, b[0]!]]
  const pairs = a.flatMap((one) =>
    b.filter((other) => memoryMbOf(one) === memoryMbOf(other)).map((other) => [one, other] as const),
  )
  if (pairs.length > 0) return pairs
  const sizes = (results: readonly Result[]) => results.map((one) => memoryMbOf(one) ?? 'no').join(', ')
  throw new UserError('no-common-size', { sizes: [sizes(a), sizes(b)] })
}
