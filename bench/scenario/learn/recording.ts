import { z } from 'zod'
import { linesOf } from '../../io/read-file.ts'
import type { ExchangeSink } from './observations.ts'

const MAX_BYTES = 2_000_000_000
const MAX_LINE_BYTES = 10_000

/** The first line of a recording. */
const headSchema = z.object({ recording: z.literal('utakata'), version: z.literal(1) })

/** One exchange of a recording: times in milliseconds from the begin of the recording. */
const lineSchema = z.object({
  host: z.int(),
  to: z.enum(['fetch', 'notify']),
  sentMs: z.number(),
  firstByteMs: z.number().optional(),
  lastByteMs: z.number().optional(),
  bytes: z.number().optional(),
  status: z.int().optional(),
  failed: z.enum(['reset', 'hang']).optional(),
  retryAfterSeconds: z.number().optional(),
  connectMs: z.number().optional(),
})

/** How long the event loop of a process worked and slept while exchanges of it were under way. */
const loopSchema = z.object({ activeMs: z.number().min(0), idleMs: z.number().min(0) })

export const RECORDING_HEAD: z.infer<typeof headSchema> = { recording: 'utakata', version: 1 }

export function isRecording(head: string): boolean {
  return headSchema.safeParse(parsed(head)).success
}

export function readRecording(file: string, into: ExchangeSink): void {
  for (const { text, number } of linesOf(file, { mostBytes: MAX_BYTES, mostLineBytes: MAX_LINE_BYTES })) {
    if (number === 1 || text.trim() === '') continue
    const line = parsed(text)
    const { data } = lineSchema.safeParse(line)
    if (!data) {
      const { data: loop } = loopSchema.safeParse(line)
      if (loop) into.addLoop(loop)
      else into.leaveOut('torn', number)
      continue
    }
    const { host, sentMs, firstByteMs, lastByteMs, failed, ...rest } = data
    const answeredMs = firstByteMs ?? lastByteMs
    if (answeredMs === undefined) into.leaveOut('unfinished', number)
    else if (answeredMs < sentMs) into.leaveOut('backwards', number)
    else {
      const bodyMs = lastByteMs === undefined || failed ? undefined : lastByteMs - answeredMs
      const startedMs = sentMs - (rest.connectMs ?? 0)
      into.add({ ...rest, host, startedMs, delayMs: answeredMs - sentMs, bodyMs, failed }, number)
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
