import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { statSync } from 'node:fs'
import { digestOfModule } from '../../io/module-digest.ts'
import { isPackage, ROOT } from '../../io/installation.ts'
import { describeEnvironment } from '../../trial/environment.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { CannotJudge } from '../../run/local/revisions/cannot-judge.ts'
import {
  type CutShort,
  type Gate,
  endOf,
  isSettled,
  type JudgedGate,
  uncomparedWith,
  unjudged,
} from '../../judge/gate/gate.ts'
import { openRepository, resolveRevision } from '../../run/local/revisions/git.ts'
import { planFor } from '../../judge/gate/checks.ts'
import { judgeGate } from '../../judge/gate/judge-gate.ts'
import { type Uncompared, uncomparedIn, withOldVariants } from '../../run/local/revisions/old-variants.ts'
import { checkDrivable, strategiesIn, tryOut } from '../../run/local/revisions/old-code.ts'
import { parseLanguage } from '../../cli/language.ts'
import { exitCodeOf } from '../../cli/gate-exit-code.ts'
import { givePackages } from '../../run/local/revisions/packages.ts'
import { addWorktree, type Worktree } from '../../run/local/revisions/worktree.ts'
import type { Plan } from '../../plan/plan.ts'
import { hasWholeIteration } from '../../judge/comparison/iterations.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { takeFolder } from '../results/folder.ts'
import type { HeldFolder, ResultFolder } from '../results/held-folder.ts'
import { comparedIn, type GateOptions, parseGate, type WantedGate } from './options.ts'
import { giveGate } from './outputs.ts'
import { onInterrupt, toItsEnd } from '../../cli/interrupt.ts'
import { tryOwnJob } from '../race/bench-plan.ts'
import { raceInto } from '../race/race-into.ts'
import { type ReportOptions, reportOn } from '../report/report.ts'
import { type LoggerOptions, loggerOf } from '../../cli/logger.ts'
import type { Io } from '../../cli/io.ts'
import { announcementTexts, stoppingTexts } from '../../report/messages/commands.ts'
import { type Present, type Stored, storedFrom } from '../../judge/gate/stored.ts'
import { readTrials, type Trial } from '../../trial/trial.ts'
import { problemOf, UserError } from '../../io/user-error.ts'
import { TRIALS_FILE } from '../results/result-files.ts'
import { isSweepFolder } from '../sweep/folder.ts'
import { print } from '../../cli/print.ts'
import { problemText } from '../../report/messages/problems.ts'

export interface GateCommandOptions extends GateOptions, ReportOptions, LoggerOptions {
  readonly output?: string
  readonly precision?: string
}

export interface GateSurroundings {
  /** What to say before a benchmark. */
  readonly announce: (plan: Plan) => Promise<readonly string[]>
  /** The checkout whose revisions are meant: this one by default. */
  readonly root?: string
}

/** `utakata bench` with a baseline: measures, reports as always, and judges what has changed. Gives the exit code. */
export async function gateCommand(
  requested: Plan,
  options: GateCommandOptions,
  io: Io,
  { announce, root = fileURLToPath(ROOT) }: GateSurroundings,
): Promise<number> {
  const wanted = parseGate(requested, options, io)
  const plan = planFor(requested, wanted.conditions)
  const request = { plan, options, wanted, announce, io }
  const { held } = wanted
  if ('revision' in held) return gateAgainstRevision(request, held.revision, root)
  if ('job' in held) return gateAgainstJob(request, held.job)
  const present = {
    scenario: plan.scenario,
    selectable: plan.variants.flatMap(({ name, role }) => (isSelectable(role) ? name : [])),
    environment: describeEnvironment(),
    conditions: wanted.conditions,
  }
  const stored = readBaseline(held.file, present, io)
  using folder = folderFor(request)
  const { conditions, onInconclusive } = wanted
  return await raceAndJudge(request, folder, { against: { is: 'stored', stored }, conditions, onInconclusive })
}

interface GateRequest {
  readonly plan: Plan
  readonly options: GateCommandOptions
  readonly wanted: WantedGate
  readonly announce: GateSurroundings['announce']
  readonly io: Io
}

function folderFor({ plan, options, io }: GateRequest): HeldFolder {
  return takeFolder(options.output, plan.scenario, io)
}

async function gateAgainstRevision(request: GateRequest, name: string, root: string): Promise<number> {
  // Git would find the repository of the project that the package is installed in.
  if (isPackage) throw new UserError('revision-of-package', {})
  const { plan, wanted, options, io } = request
  const logger = loggerOf(options, io.stderr)
  const { held } = wanted
  const repository = openRepository(root)
  const { hash, short } = resolveRevision(repository, name)
  using folder = folderFor(request)
  const gateOf = (unknown: readonly Uncompared[]): Gate => ({
    against: { is: 'revision', revision: short, unknown },
    conditions: wanted.conditions,
    onInconclusive: wanted.onInconclusive,
  })
  const interrupt = onInterrupt(stoppingTexts.atOnce, io)
  let worktree: Worktree | undefined
  try {
    logger.note(announcementTexts.checkout(short))
    worktree = addWorktree(repository, hash)
    checkDrivable(worktree.root)
    await givePackages(worktree.root, {
      from: root,
      signal: interrupt.signal,
      installing: () => logger.note(announcementTexts.installing),
    })
    if (interrupt.signal.aborted) return EXIT.interrupted
    const code = { revision: short, checkout: worktree.root, strategies: await strategiesIn(worktree.root) }
    const gate = gateOf(uncomparedIn(plan, code))
    const both = withOldVariants(plan, code)
    // Minutes of measuring would come to nothing.
    if (!both.variants.some(({ role }) => role === 'baseline'))
      return await finish(request, folder, unjudged(gate, [], { code: 'nothing-to-compare' }))
    await tryOut(plan, code, interrupt)
    if (interrupt.signal.aborted) return EXIT.interrupted
    // From here on the benchmark listens for signals.
    interrupt.dispose()
    return await raceAndJudge({ ...request, plan: both }, folder, gate)
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error
    // A Ctrl-C ends git and npm too, and is heard of here only afterwards.
    await nextTurn()
    if (interrupt.signal.aborted) return EXIT.interrupted
    return await finish(
      request,
      folder,
      unjudged(gateOf([]), comparedIn(plan, held), { code: 'old-code', problem: error.problem }),
    )
  } finally {
    interrupt.dispose()
    worktree?.remove()
  }
}

/** Measures an earlier job of the user's own along with today's; the bodies are the same. */
async function gateAgainstJob(request: GateRequest, file: string): Promise<number> {
  const { plan, wanted, io } = request
  if (!isFile(file)) throw new UserError('baseline-job-missing', { file })
  const job = { file, digest: digestOfModule(pathToFileURL(file).href) }
  await tryOwnJob([{ ...plan.scenario, job: file, codeDigest: job.digest }], io)
  using folder = folderFor(request)
  const code = { revision: job.digest.slice(0, SHORT), job, strategies: [] }
  const { conditions, onInconclusive } = wanted
  const against = { is: 'revision', revision: code.revision, job: file, unknown: uncomparedIn(plan, code) } as const
  const both = withOldVariants(plan, code)
  return await raceAndJudge({ ...request, plan: both }, folder, { against, conditions, onInconclusive })
}

/** As Git shortens what a revision is known by. */
const SHORT = 7

async function raceAndJudge(request: GateRequest, folder: ResultFolder, gate: Gate): Promise<number> {
  const { plan, options, wanted, announce, io } = request
  const logger = loggerOf(options, io.stderr)
  for (const sentence of await announce(plan)) logger.note(sentence)
  let isOverBudget = false
  const { trials, stopped } = await raceInto(folder, plan, {
    io,
    logger,
    goOn(soFar, elapsedMs) {
      isOverBudget = elapsedMs >= plan.budgetMs
      return !isOverBudget && !isSettled(judgeGate(soFar, gate))
    },
  })
  if (!hasWholeIteration(trials)) {
    const judged = unjudged(gate, toCompare(plan, wanted.held, gate), { code: 'no-whole-iteration' })
    return await finish(request, folder, withEnding(judged, stopped))
  }
  const judged = withEnding(judgeGate(trials, gate), stopped)
  const endedBy = endOf(judged, plan, isOverBudget)
  return await toItsEnd(io, () =>
    finish(request, folder, { ...judged, ...(endedBy && { endedBy }) }, { trials: [...trials], warnings: [] }),
  )
}

function withEnding(judged: JudgedGate, stopped: number | undefined): JudgedGate {
  return stopped === undefined ? judged : { ...judged, cutShort: endingOf(stopped) }
}

/** Those that were to be compared. */
function toCompare(plan: Plan, held: WantedGate['held'], { against }: Gate): string[] {
  const without = new Set(uncomparedWith(against).map(({ strategy }) => strategy))
  return comparedIn(plan, held).filter((strategy) => !without.has(strategy))
}

function endingOf(exitCode: number): CutShort {
  return exitCode === EXIT.interrupted ? 'interrupted' : 'broken-off'
}

/** `read`: the trials that it was judged by, where there are any. */
async function finish(
  { plan, options, wanted, io }: GateRequest,
  folder: ResultFolder,
  judged: JudgedGate,
  read?: ReturnType<typeof readTrials>,
): Promise<number> {
  const report = read && (await reportOn(folder, read, options, io))
  const messages = report?.messages ?? (await parseLanguage(options))
  await giveGate(judged, {
    folder,
    name: plan.scenario.name,
    junit: wanted.junit,
    report,
    messages,
    forms: options,
    io,
  })
  return exitCodeOf(judged)
}

/** Reads a result that was kept: its folder or its trials. Throws a UserError with every reason why it cannot be a baseline. */
export function readBaseline(name: string, present: Present, io: Io): Stored {
  if (isSweepFolder(name)) throw new UserError('baseline-of-sweep', { name })
  // Not joined: that would take a slash out of an address, which is then no longer known for one and shown.
  const file = isFolder(name) ? `${name}/${TRIALS_FILE}` : name
  const { trials, warnings } = readOrRefuse(file)
  for (const warning of warnings) print(`utakata: ${problemText(warning)}`, io.stderr)
  const stored = storedFrom(name, trials as [Trial, ...Trial[]], present)
  if (!('refusals' in stored)) return stored
  throw new UserError('baseline-refused', { name, refusals: stored.refusals })
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() ?? false
}

function readOrRefuse(file: string): ReturnType<typeof readTrials> {
  try {
    return readTrials(file)
  } catch (error) {
    throw new UserError('baseline-unreadable', { problem: problemOf(error) }, { cause: error })
  }
}
