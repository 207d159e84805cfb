import { STEPS } from '../../strategies/recording.ts'
import type { Unit } from '../report/format.ts'
import { exportTexts } from '../report/messages/exports.ts'
import type { Timeline } from '../trial/timelines.ts'

/** An event of the format; times in microseconds. */
interface TraceEvent {
  readonly ph: 'X' | 'M'
  readonly name: string
  readonly pid: number
  readonly tid?: number
  readonly cat?: string
  readonly ts?: number
  readonly dur?: number
  readonly args: Readonly<Record<string, string | number>>
}

/**
 * Runs as trace events of Chrome, which Perfetto and speedscope open: a run is a process, all of them beginning at 0 so that they stand
 * side by side; a feed lies in one of its threads, and each of its steps is a slice. There are as few threads as feeds are under way
 * at once. The shortest slice is of a microsecond. Source: "Trace Event Format" of the Chromium project, JSON object form, events "X" and "M".
 */
export function drawChrome(timelines: readonly Timeline[], unit: Unit): string {
  const events = timelines.flatMap((timeline, index) => eventsOf(timeline, unit, index + 1))
  // An event a line, so that big files can be looked at and compared.
  const lines = events.map((event) => JSON.stringify(event)).join(',\n')
  return `{"displayTimeUnit":"ms","traceEvents":[\n${lines}\n]}\n`
}

function eventsOf({ variant, block, iteration, feeds }: Timeline, unit: Unit, pid: number): TraceEvent[] {
  const drawn = feeds.map(slicesOf).filter(({ slices }) => slices.length > 0)
  const lanes = lanesOf(
    drawn.map(({ slices }) => ({ begin: slices[0]!.ts, end: slices.at(-1)!.ts + slices.at(-1)!.dur })),
  )
  const threads = [...new Set(lanes)].sort((a, b) => a - b).map((lane) => lane + 1)
  return [
    { ph: 'M', name: 'process_name', pid, args: { name: exportTexts.run({ variant, unit, block, iteration }) } },
    { ph: 'M', name: 'process_sort_index', pid, args: { sort_index: pid } },
    ...threads.flatMap((tid): TraceEvent[] => [
      { ph: 'M', name: 'thread_name', pid, tid, args: { name: exportTexts.lane(tid) } },
      { ph: 'M', name: 'thread_sort_index', pid, tid, args: { sort_index: tid } },
    ]),
    ...drawn.flatMap(({ feed, slices }, index) =>
      slices.map((slice): TraceEvent => ({
        ph: 'X',
        cat: 'step',
        ...slice,
        pid,
        tid: lanes[index]! + 1,
        args: { feed },
      })),
    ),
  ]
}

interface Slice {
  readonly name: string
  readonly ts: number
  readonly dur: number
}

function slicesOf({ feed, ...spans }: Timeline['feeds'][number]): { readonly feed: number; readonly slices: Slice[] } {
  const slices: Slice[] = []
  for (const name of STEPS) {
    const span = spans[name]
    if (!span) continue
    const [begin, end] = span.map((ms) => Math.round(ms * 1000)) as [number, number]
    // Clocks of threads differ by microseconds, and slices that overlap by one are not drawn where they belong.
    const before = slices.at(-1)
    const ts = Math.max(begin, before ? before.ts + before.dur : 0)
    // After one without any length speedscope loses what begins where it ends.
    slices.push({ name, ts, dur: Math.max(1, end - ts) })
  }
  return { feed, slices }
}

/** A span of time that is drawn in one piece; begin and end in any unit. */
interface Stretch {
  readonly begin: number
  readonly end: number
}

/**
 * A lane for each stretch, from 0, so that no two in a lane are under way at the same time, in as few lanes as that takes: as many as
 * are under way at once. One may begin where another ends.
 * Source: greedy interval partitioning; Kleinberg & Tardos, Algorithm Design (2005), section 4.1.
 */
export function lanesOf(stretches: readonly Stretch[]): number[] {
  const begin = (index: number) => stretches[index]!.begin
  const end = (index: number) => stretches[index]!.end
  // Those without any length come first among those that begin with them, and last among those that end with them.
  const byBegin = [...stretches.keys()].sort((a, b) => begin(a) - begin(b) || end(a) - end(b) || a - b)
  const byEnd = [...stretches.keys()].sort((a, b) => end(a) - end(b) || begin(a) - begin(b) || a - b)
  const lanes = new Array<number>(stretches.length).fill(-1)
  const free: number[] = []
  let opened = 0
  let ended = 0
  const isBegun = (index: number) => lanes[index]! >= 0
  for (const index of byBegin) {
    while (isBegun(byEnd[ended]!) && end(byEnd[ended]!) <= begin(index)) free.push(lanes[byEnd[ended++]!]!)
    lanes[index] = free.pop() ?? opened++
  }
  return lanes
}
