import { join } from 'node:path'
import { functionNameOf } from '../../run/aws/client/function-name.ts'
import { type SortedTraces, sortTraces, withoutStrays } from '../../run/aws/sort-traces.ts'
import { sweptSizes } from '../../run/aws/trace-variants.ts'
import { traceTrials } from '../../run/aws/trace-trials.ts'
import type { InvocationExtract } from '../../run/aws/traces/traced.ts'
import type { FetchedTraces } from '../../run/aws/traces/fetch-traces.ts'
import { currentLoad, describeEnvironment } from '../../trial/environment.ts'
import { withEscapedTexts } from '../../io/escape-control-characters.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { hasWholeIteration } from '../../judge/comparison/iterations.ts'
import { summarizeTraces, type TracesSource } from '../../judge/traces/traces.ts'
import { tracesDocument } from '../../report/documents/traces.ts'
import { ENGLISH } from '../../report/messages/en.ts'
import { drawTerminal } from '../../report/render/terminal.ts'
import { traceDoubtText, untracedText } from '../../report/messages/trial-reasons.ts'
import { MAX_VARIANTS, type Trial, writeTrials } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import { takeNewFolder } from '../results/folder.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import { unusable } from '../results/make-folders.ts'
import { writeReports } from '../report/report.ts'
import { TRIALS_FILE } from '../results/result-files.ts'
import { print, printJson, widthOf } from '../../cli/print.ts'
import type { XRayCommandOptions } from './xray-wanted.ts'
import type { Io } from '../../cli/io.ts'
import { tracesTexts } from '../../report/messages/commands.ts'

export interface AloneOptions extends Omit<XRayCommandOptions, 'margin' | 'output'> {
  readonly target: 'lab' | 'aws'
  readonly by?: TracesSource
  readonly margin: number
  readonly out: ResultFolder | undefined
}

/** What traces show with no trials beside them; where there are two functions or more, compared. Gives the exit code. */
export async function reportAlone(fetched: FetchedTraces, options: AloneOptions, io: Io): Promise<number> {
  return await reportSorted(sortTraces(fetched, functionNameOf(options.function)), options, io)
}

/** The same of what was sorted already. */
export async function reportSorted(sorted: SortedTraces, options: AloneOptions, io: Io): Promise<number> {
  const { run, by, out, json = false, lang, open, verbose } = options
  const { invocations } = sorted
  printLeftOut(sorted, io)
  if (invocations.length === 0) {
    print(tracesTexts.none, io.stderr)
    return EXIT.cannotJudge
  }
  checkRuns(sorted, options)
  const trials = trialsOf(sorted, options, io)
  const { variants } = trials[0]!.scenario
  if (!json) drawInvocations(invocations, by, io)
  const isCompared = variants.length > 1 && hasWholeIteration(trials)
  // Whoever asks for JSON is given some, be there a report or not.
  if (!isCompared && json) printJson({ invocations: invocations.map(withoutTraced) }, io.stdout)
  // A comparison of which so little has come is not one that has nothing to say.
  const exitCode = run === undefined ? EXIT.done : EXIT.cannotJudge
  if (!isCompared && out === undefined) return exitCode
  using own = out ? undefined : takeNewFolder({ name: 'xray' }, io)
  const folder = out ?? own!
  const file = join(folder.path, TRIALS_FILE)
  try {
    writeTrials(file, trials)
  } catch (error) {
    throw unusable(folder.path, error)
  }
  if (isCompared) return await writeReports(folder, { trials, warnings: [] }, { json, lang, open, verbose }, io)
  print(tracesTexts.tooFew(file), json ? io.stderr : io.stdout)
  return exitCode
}

function trialsOf(sorted: SortedTraces, { run, filter, target, margin, reference }: AloneOptions, io: Io): Trial[] {
  const { strays, ...own } = withoutStrays(sorted)
  if (strays > 0) print(tracesTexts.strays(strays), io.stderr)
  const sizes = sweptSizes(own.invocations)
  const groups = sizes.length === 0 ? [own] : sizes.map((size, index) => ofSize(own, size, index === 0))
  const trials = groups.flatMap((group) =>
    traceTrials({
      ...group,
      isWholeRun: run !== undefined && filter === undefined,
      name: run ?? 'traces',
      target,
      reference,
      margin,
      environment: { ...describeEnvironment(), load: currentLoad() },
    }),
  )
  const { variants, reference: named } = trials[0]!.scenario
  // More could not be read again.
  if (variants.length > MAX_VARIANTS)
    throw new UserError('too-many-functions-traced', { most: MAX_VARIANTS, got: variants.length })
  if (reference !== undefined && named !== reference && named.split('@')[0] !== reference)
    throw new UserError('not-a-reference', { known: variants.toSorted(), given: reference })
  printMissing(trials, io)
  return trials
}

/** What is known of one size of several, with the losses of which no size is known where they are to count. */
function ofSize({ invocations, lost }: Omit<SortedTraces, 'leftOut'>, memoryMb: number, takesUnknown: boolean) {
  const isOwn = (one: { readonly memoryMb?: number | undefined }) =>
    one.memoryMb === memoryMb || (takesUnknown && one.memoryMb === undefined)
  return { invocations: invocations.filter(isOwn), lost: lost.filter(isOwn), memoryMb }
}

/** Containers of two comparisons have the same numbers, and nothing else in common. */
function checkRuns({ invocations, lost }: SortedTraces, { run, by, trace = [] }: AloneOptions): void {
  const runs = [...new Set([...invocations, ...lost].flatMap((one) => one.run ?? []))].sort()
  if (run !== undefined || runs.length < 2) return
  throw new UserError('traces-of-several-runs', {
    count: runs.length,
    runs: runs.slice(0, MAX_RUNS),
    most: MAX_RUNS,
    by: by === 'spans' ? 'spans' : trace.length > 0 ? 'trace' : 'run',
  })
}

const MAX_RUNS = 10

function printLeftOut({ leftOut, lost }: SortedTraces, io: Io): void {
  const reasons = [...leftOut, ...lost.map(({ why }) => why)].map((reason) => untracedText(reason))
  for (const [reason, { length }] of Map.groupBy(reasons, (text) => text))
    print(tracesTexts.leftOut(length, reason), io.stderr)
}

function printMissing(trials: readonly Trial[], io: Io): void {
  const missing = trials.filter(({ untraced }) => untraced?.code === 'not-found')
  if (missing.length === 0) return
  const byVariant = [...Map.groupBy(missing, ({ variant }) => variant)].map(([variant, own]) => ({
    variant,
    blocks: [...new Set(own.map(({ block }) => block))],
  }))
  print(tracesTexts.gaps(missing.length, byVariant), io.stderr)
}

function drawInvocations(
  invocations: readonly InvocationExtract[],
  by: TracesSource | undefined,
  { stdout }: Io,
): void {
  // Functions and their steps are called as anybody likes.
  const document = tracesDocument(summarizeTraces(withEscapedTexts(invocations), by), ENGLISH)
  print(`${drawTerminal(document, { width: widthOf(stdout), colour: false, messages: ENGLISH })}\n`, stdout)
}

function withoutTraced(invocation: InvocationExtract): object {
  const { traced: _, ...figures } = invocation
  return { ...figures, doubts: invocation.doubts.map(traceDoubtText) }
}
