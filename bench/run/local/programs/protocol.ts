import { z } from 'zod'
import { describeIssue } from '../../../scenario/describe-issue.ts'
import { figure, name, whole } from '../../../io/record-fields.ts'

/** What a program reads and writes, one JSON line each; docs/programs.md is for its author. */

interface ProgramItem {
  readonly id: string
  readonly url: string
  /** Where what is sent for it goes, by any method. */
  readonly sink: string
}

/** A job for a program, but for the number of its run. */
export interface ProgramJob {
  readonly items: readonly ProgramItem[]
  /** Of the built-in job: what starts from one instant until before the other, ISO 8601. */
  readonly window?: { readonly from: string; readonly until: string }
  /** Those that the scenario gives. */
  readonly limits: { readonly concurrency?: number; readonly threads?: number; readonly buffer?: number }
  readonly timeouts: { readonly headersMs: number; readonly bodyMs: number }
  /** PEM of the authority to trust; only over HTTPS. */
  readonly ca?: string
  /** Only where each item has a host name of its own: they all lie at this address, and a lookup takes that long. */
  readonly resolve?: { readonly address: string; readonly delayMs: number }
}

const counted = whole(0, 1e9)

/** What a program may report of its run. */
const reportedSchema = z.object({
  items: counted.optional().describe('How many it is through with.'),
  failures: z.record(name, counted).optional(),
  eventLoopDelayMs: figure(0, 86_400_000).optional(),
})

const answerSchema = z.object({ run: z.number(), done: z.literal(true) })

export type Reported = z.infer<typeof reportedSchema>

/** More than an answer has. */
export const MAX_ANSWER_BYTES = 100_000

export function requestLine(run: number, job: ProgramJob): string {
  return `${JSON.stringify({ run, ...job })}\n`
}

/** What a line reports of a run, or that it is no answer to it; `wrong`: what is wrong in the figures of one that is. */
export function parseAnswer(line: string, run: number): { readonly figures: Reported } | { readonly wrong?: string } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return {}
  }
  const { data: answer } = answerSchema.safeParse(value)
  if (answer?.run !== run) return {}
  const { data, error } = reportedSchema.safeParse(value)
  return data ? { figures: data } : { wrong: describeIssue(error.issues[0]!, value) }
}
