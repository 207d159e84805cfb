import { hideAddresses } from '../strategies/failure.ts'
import type { Limits, Outcome } from '../strategies/job.ts'
import { finiteLimits } from '../strategies/limits.ts'
import type { Measured } from '../strategies/measure.ts'
import { outcomesAsJson } from '../strategies/outcomes-json.ts'
import type { Container } from './container.ts'
import type { Environment } from './environment.ts'
import { failedOf, type Performed } from './perform.ts'
import { Refusal, type Refused, kindOf } from './refusal.ts'
import type { TraceMode } from './trace.ts'

/** What a function answers: the figures of its run, enough to compare runs by even where nothing is traced. */
export interface Answer {
  readonly strategy: string
  readonly bundleDigest: string | undefined
  readonly container: Container
  /** Without limits that are none. */
  readonly run: Omit<Measured, 'limits' | 'eventLoop'> & { readonly limits: Partial<Limits> }
  /** Whether it gave up because its time was nearly over. */
  readonly isCutOff: boolean
  readonly trace: Performed['trace'] & { readonly mode: TraceMode }
  /** Where nothing was posted: what counts as sent would have been. */
  readonly dryRun?: true
  /** The ids of the first items with failures. */
  readonly failedItems?: readonly string[]
  /** Of every item, where they were asked for. */
  readonly outcomes?: ReturnType<OutcomesAsJson>
  /** How many of them did not fit. */
  readonly outcomesLeftOut?: number
}

/** What a function answers when it was asked for what cannot be done. */
export interface ErrorAnswer {
  readonly error: Refused & { readonly message: string }
}

/** Lambda answers at most 6 MB. Source: AWS Lambda Developer Guide, "Lambda quotas". */
const MAX_OUTCOMES_BYTES = 5_500_000

const MAX_MESSAGE_CHARACTERS = 150

interface AnswerOptions {
  readonly environment: Environment
  readonly container: Container
  /** Whether those of all items are asked for. */
  readonly outcomes?: boolean | undefined
  readonly asJson?: OutcomesAsJson | undefined
  readonly dryRun?: boolean | undefined
}

/** Outcomes for programs; `dryRun` where nothing was sent. */
export type OutcomesAsJson = (
  outcomes: readonly Outcome[],
  dryRun: boolean,
) => readonly Readonly<Record<string, unknown>>[]

export function answerOf(
  performed: Performed,
  { environment, container, outcomes = false, asJson = outcomesAsJson, dryRun = false }: AnswerOptions,
): Answer {
  const { measured, isCutOff, trace } = performed
  const { strategy, bundleDigest, traceMode } = environment
  // When the event loop was blocked is of no use to the caller, and may be long.
  const { eventLoop: _, ...figures } = measured
  const run = { ...figures, limits: finiteLimits(measured.limits), examples: measured.examples.map(shortened) }
  const dry = dryRun && ({ dryRun: true } as const)
  const failedItems = idsOf(failedOf(performed.outcomes))
  const answer = {
    strategy,
    bundleDigest,
    ...dry,
    container,
    run,
    isCutOff,
    trace: { mode: traceMode, ...trace },
    ...(failedItems.length > 0 && { failedItems }),
  }
  return outcomes ? { ...answer, ...fitting(asJson(performed.outcomes, dryRun)) } : answer
}

/** As many as help to find out what is wrong; all are among the outcomes. */
const MAX_FAILED_FEEDS = 50
const MAX_ID_CHARACTERS = 100

function idsOf(outcomes: readonly Outcome[]): string[] {
  return outcomes.slice(0, MAX_FAILED_FEEDS).map(({ feed }) => feed.id.slice(0, MAX_ID_CHARACTERS).toWellFormed())
}

/** The words of a failure come from anywhere, and there is an example of each step and kind. */
function shortened<T extends { readonly message: string }>(example: T): T {
  const { message } = example
  if (message.length <= MAX_MESSAGE_CHARACTERS) return example
  return { ...example, message: `${message.slice(0, MAX_MESSAGE_CHARACTERS - 1).toWellFormed()}…` }
}

function fitting(all: ReturnType<OutcomesAsJson>): Pick<Answer, 'outcomes' | 'outcomesLeftOut'> {
  let bytes = 0
  const end = all.findIndex((outcome) => (bytes += Buffer.byteLength(JSON.stringify(outcome)) + 1) > MAX_OUTCOMES_BYTES)
  return end < 0 ? { outcomes: all } : { outcomes: all.slice(0, end), outcomesLeftOut: all.length - end }
}

/** A refusal as the answer, unless it is `strict`; whatever else is thrown fails the invocation, without any address in its words. */
export async function answering(work: () => Promise<Answer>, strict = false): Promise<Answer | ErrorAnswer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal && !strict) {
      const { key, expected, got } = error.refused
      const hidden = new Refusal({
        key: hideAddresses(key),
        expected: hideAddresses(expected),
        got: hideAddresses(got),
      })
      return { error: { ...hidden.refused, message: hidden.message } }
    }
    throw withoutAddresses(error)
  }
}

/** Lambda logs what a function throws. */
export function withoutAddresses(error: unknown): Error {
  const { name, message, stack } = error instanceof Error ? error : new Error(wordsOf(error))
  const hidden = new Error(hideAddresses(message))
  hidden.name = name
  hidden.stack = hideAddresses(stack ?? '')
  return hidden
}

/** An object may have no words of its own, or a token among them. */
function wordsOf(thrown: unknown): string {
  return Object(thrown) === thrown ? `${kindOf(thrown)} was thrown` : String(thrown)
}
