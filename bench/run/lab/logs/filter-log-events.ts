import { createHash } from 'node:crypto'
import { z } from 'zod'
import { valueIn } from '../../../io/json-fields.ts'
import { ServiceError } from '../lambda/service-error.ts'
import type { LogFaults } from './fault-injection.ts'
import { type Matches, readPattern, UnknownPattern } from './filter-pattern.ts'
import type { LogEvent, LogStore } from './store.ts'

const MAX_EVENTS = 10_000
const MAX_PAGE_BYTES = 1024 * 1024
const EVENT_BYTES = 26

const streamName = z.string().regex(/^[^:*]{1,512}$/)

/** Source: Amazon CloudWatch Logs API Reference, "FilterLogEvents". */
const requestSchema = z
  .object({
    logGroupName: z
      .string()
      .regex(/^[.\-_/#A-Za-z0-9]{1,512}$/)
      .optional(),
    logGroupIdentifier: z
      .string()
      .regex(/^[\w#+=/:,.@-]{1,2048}$/)
      .optional(),
    logStreamNames: z.array(streamName).min(1).max(100).optional(),
    logStreamNamePrefix: streamName.optional(),
    startTime: z.int().min(0).optional(),
    endTime: z.int().min(0).optional(),
    filterPattern: z.string().max(1024).optional(),
    nextToken: z.string().optional(),
    limit: z.int().min(1).max(MAX_EVENTS).optional(),
    startFromHead: z.literal(true, { error: 'the local logs are read from the oldest event on alone' }).optional(),
    interleaved: z.boolean().optional(),
  })
  .refine(
    ({ logGroupName, logGroupIdentifier }) => (logGroupName === undefined) !== (logGroupIdentifier === undefined),
    {
      error: 'either logGroupName or logGroupIdentifier',
    },
  )
  .refine(
    ({ logStreamNames, logStreamNamePrefix }) => logStreamNames === undefined || logStreamNamePrefix === undefined,
    {
      error: 'logStreamNames or logStreamNamePrefix, not both',
    },
  )

type FilterRequest = z.infer<typeof requestSchema>

/** The answer to a request of FilterLogEvents; throws a ServiceError as AWS would answer. */
export function filterLogEvents(
  body: string,
  { store, faults, now }: { readonly store: LogStore; readonly faults: LogFaults; readonly now: () => number },
): object {
  const { data: request, error } = requestSchema.safeParse(valueIn(body))
  if (error) {
    const [issue] = error.issues
    throw invalid(`${issue!.path.join('.') || 'the request'}: ${issue!.message}`)
  }
  const matches = patternOf(request)
  const group =
    request.logGroupName ?? request.logGroupIdentifier!.replace(/^arn:[\w-]+:logs:[\w-]*:\d*:log-group:/, '')
  const stored = store.eventsOf(group)
  if (!stored) throw new ServiceError(400, 'ResourceNotFoundException', 'The specified log group does not exist.')
  const isThere = ({ ingestionTime }: LogEvent) => ingestionTime + faults.ingestDelayMs <= now()
  const all = stored.filter((event) => isThere(event) && isWithin(event, request))
  const first = firstAfter(all, request)
  const page: LogEvent[] = []
  let bytes = 0
  let next = first
  for (; next < all.length && next - first < faults.scanSize; next++) {
    const event = all[next]!
    if (!matches(event.message)) continue
    bytes += Buffer.byteLength(event.message) + EVENT_BYTES
    if (page.length > 0 && (page.length >= (request.limit ?? MAX_EVENTS) || bytes > MAX_PAGE_BYTES)) break
    page.push(event)
  }
  return {
    events: page.map(({ stream, ...event }) => ({ logStreamName: stream, ...event })),
    searchedLogStreams: [],
    ...(next < all.length && next > first && { nextToken: tokenAfter(all[next - 1]!, request) }),
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError(400, 'InvalidParameterException', message)
}

function patternOf({ filterPattern = '' }: FilterRequest): Matches {
  try {
    return readPattern(filterPattern)
  } catch (error) {
    if (error instanceof UnknownPattern) throw invalid(`filterPattern: ${error.message}`)
    throw error
  }
}

/** Both ends are included. */
function isWithin({ stream, timestamp }: LogEvent, request: FilterRequest): boolean {
  const { startTime = 0, endTime = Infinity, logStreamNames, logStreamNamePrefix = '' } = request
  return (
    timestamp >= startTime &&
    timestamp <= endTime &&
    (logStreamNames?.includes(stream) ?? true) &&
    stream.startsWith(logStreamNamePrefix)
  )
}

/** What an event comes after goes on with the next page, whatever has come late before it. */
function tokenAfter({ timestamp, eventId }: LogEvent, request: FilterRequest): string {
  return Buffer.from(`${digestOf(request)}/${timestamp}/${eventId}`).toString('base64url')
}

function firstAfter(all: readonly LogEvent[], request: FilterRequest): number {
  if (request.nextToken === undefined) return 0
  const [digest, timestamp, eventId] = Buffer.from(request.nextToken, 'base64url').toString().split('/')
  if (digest !== digestOf(request) || eventId === undefined) throw invalid('The specified nextToken is invalid.')
  const at = Number(timestamp)
  const found = all.findIndex((one) => one.timestamp > at || (one.timestamp === at && one.eventId > eventId))
  return found < 0 ? all.length : found
}

/** A token is of one request alone. */
function digestOf(request: FilterRequest): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...request, nextToken: undefined }))
    .digest('hex')
    .slice(0, 16)
}
