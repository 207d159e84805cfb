import type { AnnotationValue } from './document.ts'
import { type JsonObject, numberIn, objectIn, textIn } from '../../../io/json-fields.ts'
import type { StoredTrace } from './store.ts'
import { type Call, durationOf, type ServiceId, type TraceView } from './view.ts'

/** The HTTP request of a call, in the names of GetTraceSummaries. */
interface Http {
  readonly HttpURL?: string
  readonly HttpStatus?: number
  readonly HttpMethod?: string
  readonly UserAgent?: string
  readonly ClientIp?: string
}

interface ValueWithServices {
  readonly AnnotationValue: JsonObject
  readonly ServiceIds: ServiceId[]
}

/** A trace in the form of GetTraceSummaries; times are epoch seconds. Source: AWS X-Ray API Reference, "TraceSummary". */
export function summaryOf(trace: StoredTrace, { isByEvent }: { readonly isByEvent: boolean }): JsonObject {
  const view = trace.view()
  const { entry, calls } = view
  return {
    Id: trace.id,
    StartTime: view.startSeconds,
    Duration: durationOf(view),
    ...(entry?.seconds !== undefined && { ResponseTime: entry.seconds }),
    HasFault: entry?.flags.fault ?? false,
    HasError: entry?.flags.error ?? false,
    HasThrottle: calls.some(({ flags }) => flags.throttle),
    IsPartial: view.isPartial,
    Http: entry ? httpOf(entry) : {},
    Annotations: annotationsOf(view),
    Users: usersOf(view),
    ServiceIds: servicesOf(calls),
    ...(entry && { EntryPoint: entry.service }),
    Revision: trace.revision,
    ...(isByEvent && { MatchedEventTime: trace.lastMs / 1000 }),
  }
}

function httpOf({ document }: Call): Http {
  const http = objectIn(document, 'http')
  const request = objectIn(http, 'request')
  return defined({
    HttpURL: textIn(request, 'url'),
    HttpStatus: numberIn(objectIn(http, 'response'), 'status'),
    HttpMethod: textIn(request, 'method'),
    UserAgent: textIn(request, 'user_agent'),
    ClientIp: textIn(request, 'client_ip'),
  })
}

/** One for each service, in the order of its first call. */
function servicesOf(calls: readonly Call[]): ServiceId[] {
  return [...new Map(calls.map(({ service }) => [keyOf(service), service])).values()]
}

/** The same for the same service. */
function keyOf({ Name, Type, AccountId }: ServiceId): string {
  return JSON.stringify([Name, Type, AccountId])
}

function annotationsOf({ annotations }: TraceView): JsonObject {
  const byKey = new Map<string, Map<AnnotationValue, ValueWithServices>>()
  for (const { key, value, call } of annotations) {
    const values = byKey.get(key) ?? new Map<AnnotationValue, ValueWithServices>()
    byKey.set(key, values)
    const entry = values.get(value) ?? { AnnotationValue: typed(value), ServiceIds: [] }
    values.set(value, entry)
    if (call && !entry.ServiceIds.some((service) => keyOf(service) === keyOf(call.service)))
      entry.ServiceIds.push(call.service)
  }
  // Not by assignment: a key may be `__proto__`.
  return Object.fromEntries([...byKey].map(([key, values]) => [key, [...values.values()]]))
}

function typed(value: AnnotationValue): JsonObject {
  if (typeof value === 'number') return { NumberValue: value }
  return typeof value === 'boolean' ? { BooleanValue: value } : { StringValue: value }
}

function usersOf({ calls }: TraceView): JsonObject[] {
  const byUser = Map.groupBy(
    calls.filter(({ document }) => textIn(document, 'user') !== undefined),
    ({ document }) => textIn(document, 'user')!,
  )
  return [...byUser].map(([user, calls]) => ({ UserName: user, ServiceIds: servicesOf(calls) }))
}

function defined<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T
}
