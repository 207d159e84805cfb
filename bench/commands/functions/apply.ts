import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import { EXIT } from '../../cli/exit-code.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { onInterrupt } from '../../cli/interrupt.ts'
import { print } from '../../cli/print.ts'
import { parseShare } from '../../cli/values.ts'
import { UserError } from '../../io/user-error.ts'
import { readMeasured } from '../../run/aws/apply/read-measured.ts'
import { applicableIn } from '../../judge/comparison/applicable.ts'
import { applyTexts, stoppingTexts } from '../../report/messages/commands.ts'
import { errorText } from '../../report/messages/problems.ts'
import { notPutBackText, putBackText } from '../../report/messages/put-back.ts'
import { NotPutBack, type PutBackNote } from '../../run/aws/configuration/put-back.ts'
import { apply, planApply, readMovable } from '../../run/aws/apply/apply.ts'
import { isUnchanged, keepPutBack } from '../../run/aws/apply/keep-put-back.ts'
import { functionIn, readMeasuredIn } from '../../run/aws/apply/measured-functions.ts'
import { explainAwsError } from '../../run/aws/client/explain-aws-error.ts'
import { lastAppliedIn, lastMoveIn } from '../../run/aws/configuration/journal.ts'
import { createControlClient } from '../../run/aws/configuration/lambda-client.ts'
import { readFolder, readResults } from '../report/report.ts'
import type { CriteriaOptions } from '../results/criteria.ts'
import { criteriaToApply } from '../results/report-criteria.ts'
import { applyJournalFile, checkJournals, openApplyJournal, UNDO } from './journals.ts'
import { restoreCommand } from './restore.ts'

export interface ApplyOptions extends CriteriaOptions {
  readonly alias?: string
  readonly share?: string
  readonly yes?: boolean
  readonly json?: boolean
  readonly undo?: boolean
}

/** `utakata apply`: gives a function the memory that a result recommends, or moves an alias to it; or puts that back. Gives the exit code. */
export async function applyCommand(given: string | undefined, options: ApplyOptions, io: Io): Promise<number> {
  const journalFile = applyJournalFile(io)
  if (options.undo) {
    if (given !== undefined) throw new UserError('result-beside-undo', {})
    return await undo(journalFile, io)
  }
  if (given === undefined) throw new UserError('result-missing', {})
  return await applyResult(pathIn(io, given), options, io)
}

/** Puts back what was applied last. A result whose function nobody else has changed since can then be applied again. Gives the exit code. */
async function undo(journalFile: string, io: Io): Promise<number> {
  const last = lastAppliedIn(journalFile)
  const client = last && clientOf(last.folder)
  try {
    const isOurs = client !== undefined && (await isUnchanged(client, last!).catch(() => false))
    const exitCode = await restoreCommand(journalFile, io, UNDO)
    // Where it fails, the result is refused later on, and has to be measured again. What is not put back stays a change.
    if (isOurs) await keepPutBack(client, last!.folder, last!.arn).catch(() => {})
    return exitCode
  } finally {
    client?.destroy()
  }
}

/** Of the place in which the functions of a result are; undefined where that cannot be read. */
function clientOf(folder: string): LambdaClient | undefined {
  try {
    const { region, endpoint } = readMeasuredIn(folder)
    return createControlClient({ region, ...(endpoint !== undefined && { endpoint }) })
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Applies what the result in a folder recommends. Gives the exit code. */
export async function applyResult(folder: string, options: ApplyOptions, io: Io): Promise<number> {
  const { alias } = options
  const share = options.share === undefined ? undefined : parseShare(options.share, '--share')
  if (share !== undefined && alias === undefined) throw new UserError('share-without-alias', {})
  const { trials } = readFolder(folder)
  const criteria = criteriaToApply(folder, options, io.cwd)
  const wanted = applicableIn(readResults(trials, criteria), trials)
  const kept = readMeasuredIn(folder)
  const { region, endpoint } = kept
  const measured = functionIn(kept, wanted.function)
  if (!measured) throw new UserError('function-not-measured', { name: wanted.function, folder })
  const client = createControlClient({ region, ...(endpoint !== undefined && { endpoint }) })
  const interrupt = onInterrupt(stoppingTexts.plain, io)
  const { signal } = interrupt
  /** Whether whatever is interrupted is put back: what was applied earlier stays. */
  let isUndone = true
  try {
    checkJournals(io)
    const journalFile = applyJournalFile(io)
    const result = resolve(io.cwd, folder)
    const request = { measured, memoryMb: wanted.memoryMb, alias, share }
    const plan = await planApply({ client }, request, { journalFile, folder: result })
    // Of a comparison that is printed as JSON there is nothing else.
    const output = options.json ? io.stderr : io.stdout
    for (const line of applyTexts.plan(plan, wanted.variant)) print(line, output)
    if (!options.yes && !(await isConfirmed(io, signal))) throw new UserError('not-confirmed', {})
    using journal = openApplyJournal(io)
    // Steps for one function are undone together; what was applied to another one before is settled.
    const others = [...journal.open(), ...journal.publications(), ...journal.aliases()].filter(
      ({ arn }) => arn !== plan.now.arn,
    )
    if (others.length > 0) journal.clear()
    isUndone = journal.isEmpty()
    const onPutBack = (notes: readonly PutBackNote[]) => {
      for (const note of notes) print(putBackText(note), io.stderr)
    }
    const applied = await apply(plan, {
      folder: result,
      client,
      pause: pauseFor,
      nowMs: Date.now,
      journal,
      command: UNDO,
      signal,
      onPutBack,
    })
    print(applyTexts.done(plan, applied, UNDO), output)
    return EXIT.done
  } catch (error) {
    const explained = (thrown: unknown) =>
      explainAwsError(thrown, { service: 'Lambda', action: 'UpdateFunctionConfiguration' }) ?? thrown
    if (error instanceof NotPutBack) {
      const why = signal.aborted ? applyTexts.interrupted : errorText(explained(error.cause))
      for (const line of [`utakata: ${why}`, ...notPutBackText(error)]) print(line, io.stderr)
      return EXIT.cannotJudge
    }
    if (!signal.aborted) throw explained(error)
    print(
      `utakata: ${applyTexts.interrupted}; ${isUndone ? applyTexts.unchanged : applyTexts.undoable(UNDO)}`,
      io.stderr,
    )
    return EXIT.interrupted
  } finally {
    interrupt.dispose()
    client.destroy()
  }
}

/** Throws a UserError where something could not be applied later on, whatever that will be. Rejects with what AWS answers. */
export async function checkApplicable(
  client: LambdaClient,
  functions: readonly string[],
  { alias, share: givenShare }: Pick<ApplyOptions, 'alias' | 'share'>,
  io: Io,
): Promise<void> {
  const share = givenShare === undefined ? undefined : parseShare(givenShare, '--share')
  if (share !== undefined && alias === undefined) throw new UserError('share-without-alias', {})
  if (alias === undefined) return
  for (const name of functions) {
    const { arn } = await readMeasured(client, name)
    await readMovable(client, name, { alias, share, lastMove: lastMoveIn(applyJournalFile(io), arn, alias) })
  }
}

async function pauseFor(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { ...(signal && { signal }) })
}

/** Whether somebody at a terminal says yes; where nobody is there to ask, nobody has. Rejects with the reason of `signal`. */
async function isConfirmed({ stdout, stdin }: Io, signal: AbortSignal): Promise<boolean> {
  if (!stdout.isTTY) return false
  signal.throwIfAborted()
  stdout.write(applyTexts.question)
  const answers = stdin[Symbol.asyncIterator]()
  const aborted = once(signal, 'abort').then(() => signal.throwIfAborted())
  const answer = await Promise.race([answers.next(), aborted])
  // The stream is not read any further: a command that is done ends.
  return /^y(es)?$/i.test(answer?.value?.toString().trim() ?? '')
}
