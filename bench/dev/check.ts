/**
 * What the check step costs: the prefilter and the full parse beside a plain call of node-ical and a bare search of the bytes,
 * all of them in turn, over generated feeds with three years of history, 2 % of it recurring. `npm run bench:check`; exit code
 * 3: a bar missed.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expandRecurringEvent, sync } from 'node-ical'
import { generateFeed } from '../../mock-server/feeds.ts'
import { WORLD_WINDOW } from '../../mock-server/world.ts'
import { checkCalendar } from '../../strategies/check.ts'
import { EXIT } from '../cli/exit-code.ts'
import { layOut } from '../report/table.ts'
import { readScenario } from '../scenario/file.ts'
import { quantile } from '../statistics/quantile.ts'

const { world } = readScenario('typical')
/** Where the generator writes times in UTC, in a zone without and in one with daylight saving. */
const ZONES = ['UTC', 'Tokyo', 'Berlin']
const DECODER = new TextDecoder()

type Variant = 'plain' | 'full' | 'prefilter' | 'search'

const VARIANTS: Readonly<Record<Variant, (body: Buffer) => unknown>> = {
  plain(body) {
    const range = { from: new Date(WORLD_WINDOW.fromMs), to: new Date(WORLD_WINDOW.untilMs) }
    return Object.values(sync.parseICS(DECODER.decode(body))).flatMap((component) =>
      component?.type === 'VEVENT' ? expandRecurringEvent(component, range) : [],
    )
  },
  full: (body) => checkCalendar(body, WORLD_WINDOW, { mode: 'full' }),
  prefilter: (body) => checkCalendar(body, WORLD_WINDOW),
  search(body) {
    let events = 0
    for (let at = body.indexOf('BEGIN:VEVENT'); at !== -1; at = body.indexOf('BEGIN:VEVENT', at + 12)) {
      at = body.indexOf('DTSTART', at)
      events++
    }
    return events
  },
}

interface Row {
  readonly events: number
  readonly due: boolean
  readonly zone: string
  readonly bytes: number
  /** Medians, in microseconds a feed. */
  readonly us: Readonly<Record<Variant, number>>
  /** Medians of what stood side by side. */
  readonly ratio: (over: Variant, under: Variant) => number
}

function measure(events: number, due: boolean, place: number): Row {
  const body = generateFeed({ ...world, feeds: { ...world.feeds, events, recurringShare: 0.02 } }, place, due)
  const iterations = Math.min(400, Math.max(15, Math.round(100_000 / events)))
  const times: Record<Variant, number[]> = { plain: [], full: [], prefilter: [], search: [] }
  const variants = Object.entries(VARIANTS) as [Variant, (body: Buffer) => unknown][]
  for (let iteration = -Math.ceil(iterations / 5); iteration < iterations; iteration++) {
    // Each goes first as often as the others: what ran before leaves the caches its own.
    for (let turn = 0; turn < variants.length; turn++) {
      const [name, variant] = variants[(((turn + iteration) % variants.length) + variants.length) % variants.length]!
      const startMs = performance.now()
      variant(body)
      if (iteration >= 0) times[name].push((performance.now() - startMs) * 1000)
    }
  }
  const us = Object.fromEntries(variants.map(([name]) => [name, quantile(times[name], 0.5)])) as Record<Variant, number>
  return {
    events,
    due,
    zone: ZONES[place]!,
    bytes: body.length,
    us,
    ratio: (over, under) =>
      quantile(
        times[over].map((time, iteration) => time / times[under][iteration]!),
        0.5,
      ),
  }
}

/** What the heap holds more, over the text: until a collection, and kept after it with the result still there. */
function heapOver(events: number): { used: number; kept: number } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const body = generateFeed({ ...world, feeds: { ...world.feeds, events } }, 0, true)
  const heapBytes = () => process.memoryUsage().heapUsed
  checkCalendar(body, WORLD_WINDOW)
  collect()
  const before = heapBytes()
  const calendar = checkCalendar(body, WORLD_WINDOW)
  const used = heapBytes() - before
  collect()
  const kept = heapBytes() - before
  if (calendar.occurrences.length !== 1) throw new Error('expected one event to be due')
  return { used: used / body.length, kept: Math.max(0, kept) / body.length }
}

function ratio(value: number): string {
  return value.toFixed(2)
}

const rows = [10, 100, 1000, 10_000].flatMap((events) =>
  [true, false].flatMap((due) => ZONES.map((_, place) => measure(events, due, place))),
)
const table = rows.map((row) => [
  String(row.events),
  row.due ? 'one' : 'none',
  row.zone,
  (row.us.prefilter / row.events).toFixed(2),
  (row.bytes / row.us.prefilter).toFixed(0),
  (row.bytes / row.us.full).toFixed(1),
  (row.bytes / row.us.plain).toFixed(1),
  row.ratio('plain', 'prefilter').toFixed(1),
  ratio(row.ratio('full', 'plain')),
  ratio(row.ratio('prefilter', 'search')),
])
console.log(`A check of one generated feed, for a window in which one event is due or none, its times in UTC or a zone:
  prefilter  checkCalendar as it is by default
  full       checkCalendar that parses every event
  plain      node-ical alone: parse, then expand every event (wrong on some calendars)
  search     only indexOf of BEGIN:VEVENT and DTSTART: the least that looking at every event costs
Medians of rounds in which each was called in turn. us/event are the prefilter's, MB/s those of prefilter, full and plain;
a/b is the time of a over that of b.
`)
for (const line of layOut(
  [['events', 'due', 'zone', 'us/event', 'MB/s', 'full', 'plain', 'plain/pre', 'full/plain', 'pre/search'], ...table],
  [0, 3, 4, 5, 6, 7, 8, 9],
))
  console.log(line)

const worst = (wanted: (row: Row) => boolean, value: (row: Row) => number, pick: (...all: number[]) => number) =>
  pick(...rows.filter(wanted).map(value))
const faster = (events: number) =>
  worst(
    (row) => row.events === events,
    (row) => row.ratio('plain', 'prefilter'),
    Math.min,
  )
const heap = heapOver(10_000)
const bars: readonly [what: string, measured: number, bar: number, atMost: boolean][] = [
  ['times faster than plain node-ical at 10 events', faster(10), 3, false],
  ['times faster than plain node-ical at 1,000 events', faster(1000), 15, false],
  ['times faster than plain node-ical at 10,000 events', faster(10_000), 12, false],
  [
    'microseconds an event at 10,000 events',
    worst(
      (row) => row.events === 10_000,
      (row) => row.us.prefilter / row.events,
      Math.max,
    ),
    7,
    true,
  ],
  [
    'times a search for BEGIN:VEVENT and DTSTART at 1,000 events, nothing due',
    worst(
      (row) => row.events === 1000 && !row.due,
      (row) => row.ratio('prefilter', 'search'),
      Math.max,
    ),
    2.5,
    true,
  ],
  [
    'times plain node-ical, full',
    worst(
      () => true,
      (row) => row.ratio('full', 'plain'),
      Math.max,
    ),
    1.15,
    true,
  ],
  ['times the text, heap kept by a check of 10,000 events', heap.kept, 0.5, true],
  ['times the text, heap used until it is collected', heap.used, 0.5, true],
]
console.log('\nThe worst of each, and its bar (missed by a little on a busy machine, try again on a quiet one):')
for (const [what, measured, bar, atMost] of bars) {
  const met = atMost ? measured <= bar : measured >= bar
  if (!met) process.exitCode = EXIT.thresholdFailed
  console.log(`${met ? 'met   ' : 'missed'}  ${ratio(measured)} ${what} (${atMost ? 'at most' : 'at least'} ${bar})`)
}
