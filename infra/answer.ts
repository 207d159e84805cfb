import { hideAddresses } from '../strategies/failure.ts'
import type { Measured } from '../strategies/measure.ts'
import { outcomesAsJson } from '../strategies/outcomes-json.ts'
import type { Container } from './container.ts'
import type { Environment } from './environment.ts'
import type { Performed } from './perform.ts'
import { Refusal, type Refused, toldKind } from './refusal.ts'
import type { TraceMode } from './trace.ts'

/** What a function answers: the figures of its run, enough to compare runs by even where nothing is traced. */
export interface Answer {
  readonly strategy: string
  readonly bundleDigest: string | undefined
  readonly container: Container
  readonly run: Measured
  /** Whether it gave up because its time was nearly over. */
  readonly isCutOff: boolean
  readonly trace: Performed['trace'] & { readonly mode: TraceMode }
  /** Of every feed, where they were asked for. */
  readonly outcomes?: ReturnType<typeof outcomesAsJson>
  /** How many of them did not fit. */
  readonly outcomesLeftOut?: number
}

/** What a function answers when it was asked for what cannot be done. */
export interface ErrorAnswer {
  readonly error: Refused & { readonly message: string }
}

/** Lambda answers at most 6 MB. Source: AWS Lambda Developer Guide, "Lambda quotas". */
const MOST_OUTCOMES_BYTES = 5_500_000

const MOST_MESSAGE_CHARACTERS = 150

interface Asked {
  readonly environment: Environment
  readonly container: Container
  readonly outcomes?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

export function answerOf(
  performed: Performed,
  { environment, container, outcomes = false, dryRun = false }: Asked,
): Answer {
  const { measured, isCutOff, trace } = performed
  const { strategy, bundleDigest, traceMode } = environment
  const run = { ...measured, examples: measured.examples.map(shortened) }
  const answer = { strategy, bundleDigest, container, run, isCutOff, trace: { mode: traceMode, ...trace } }
  return outcomes ? { ...answer, ...fitting(outcomesAsJson(performed.outcomes, dryRun)) } : answer
}

/** The words of a failure come from anywhere, and there is an example of each step and kind. */
function shortened<T extends { readonly message: string }>(example: T): T {
  const { message } = example
  if (message.length <= MOST_MESSAGE_CHARACTERS) return example
  return { ...example, message: `${message.slice(0, MOST_MESSAGE_CHARACTERS - 1).toWellFormed()}…` }
}

function fitting(all: ReturnType<typeof outcomesAsJson>): Pick<Answer, 'outcomes' | 'outcomesLeftOut'> {
  let bytes = 0
  const end = all.findIndex(
    (outcome) => (bytes += Buffer.byteLength(JSON.stringify(outcome)) + 1) > MOST_OUTCOMES_BYTES,
  )
  return end < 0 ? { outcomes: all } : { outcomes: all.slice(0, end), outcomesLeftOut: all.length - end }
}

/** A refusal as the answer, unless it `throws`; whatever else is thrown fails the invocation, without any address in its words. */
export async function answering(work: () => Promise<Answer>, throws = false): Promise<Answer | ErrorAnswer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal && !throws) {
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
  return Object(thrown) === thrown ? `${toldKind(thrown)} was thrown` : String(thrown)
}
