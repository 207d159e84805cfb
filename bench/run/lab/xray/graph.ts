import { keyOf } from './summary.ts'
import type { Call, ServiceId, TraceView } from './view.ts'

/** How many calls ended how, and their seconds together. Source: AWS X-Ray API Reference, "ServiceStatistics". */
interface Statistics {
  readonly OkCount: number
  readonly ErrorStatistics: { readonly ThrottleCount: number; readonly OtherCount: number; readonly TotalCount: number }
  readonly FaultStatistics: { readonly OtherCount: number; readonly TotalCount: number }
  readonly TotalCount: number
  readonly TotalResponseTime: number
}

/** Calls of one service from another one; times are epoch seconds. */
interface Edge {
  /** Of the service that was called. */
  readonly ReferenceId: number
  readonly StartTime: number
  readonly EndTime: number
  readonly SummaryStatistics: Statistics
}

/** A node of the map; times are epoch seconds. Source: AWS X-Ray API Reference, "Service". */
export interface Service extends Partial<ServiceId> {
  readonly ReferenceId: number
  readonly Root?: boolean
  readonly State?: string
  readonly StartTime: number
  readonly EndTime: number
  readonly Edges: readonly Edge[]
  readonly SummaryStatistics?: Statistics
}

/** The services of some traces and who called whom, with a node of type `client` before each service that is called from outside. */
export function graphOf(views: readonly TraceView[]): readonly Service[] {
  const all = views.flatMap(({ calls }) => calls)
  const byService = Map.groupBy(all, ({ service }) => keyOf(service))
  const ids = new Map([...byService.keys()].map((key, id) => [key, id]))
  const edgesFrom = (calls: readonly Call[]): Edge[] =>
    [...Map.groupBy(calls, ({ service }) => keyOf(service))].map(([key, calls]) => ({
      ReferenceId: ids.get(key)!,
      ...hullOf(calls),
      SummaryStatistics: statisticsOf(calls),
    }))
  const byCaller = Map.groupBy(all, ({ caller }) => (caller ? keyOf(caller) : ''))
  const services = [...byService].map(([key, calls]): Service => ({
    ReferenceId: ids.get(key)!,
    ...calls[0]!.service,
    ...(calls.some(({ caller }) => !caller) && { Root: true }),
    State: 'active',
    ...hullOf(calls),
    Edges: edgesFrom(byCaller.get(key) ?? []),
    SummaryStatistics: statisticsOf(calls),
  }))
  const entries = Map.groupBy(byCaller.get('') ?? [], ({ service }) => keyOf(service))
  const clients = [...entries.values()].map((calls, index): Service => {
    const { Name, Names } = calls[0]!.service
    const edges = edgesFrom(calls)
    return {
      ReferenceId: ids.size + index,
      Name,
      Names,
      Type: 'client',
      State: 'unknown',
      ...hullOf(calls),
      Edges: edges,
    }
  })
  return [...services, ...clients]
}

/** Calls in progress have no end to count. */
function statisticsOf(calls: readonly Call[]): Statistics {
  const ended = calls.filter(({ seconds }) => seconds !== undefined)
  const faults = ended.filter(({ trouble }) => trouble.fault).length
  const errors = ended.filter(({ trouble }) => trouble.error && !trouble.fault)
  const throttles = errors.filter(({ trouble }) => trouble.throttle).length
  return {
    OkCount: ended.length - faults - errors.length,
    ErrorStatistics: {
      ThrottleCount: throttles,
      OtherCount: errors.length - throttles,
      TotalCount: errors.length,
    },
    FaultStatistics: { OtherCount: faults, TotalCount: faults },
    TotalCount: ended.length,
    TotalResponseTime: Math.round(ended.reduce((sum, { seconds }) => sum + seconds!, 0) * 1e6) / 1e6,
  }
}

function hullOf(calls: readonly Call[]): { readonly StartTime: number; readonly EndTime: number } {
  return {
    StartTime: calls.reduce((least, { document }) => Math.min(least, document.start_time), Infinity),
    EndTime: calls.reduce((most, { document }) => Math.max(most, document.end_time ?? document.start_time), 0),
  }
}
