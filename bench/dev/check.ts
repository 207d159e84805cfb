/**
 * What the check step costs: the prefilter and the full parse beside a plain call of node-ical and a bare search of the bytes, interleaved,
 * over generated feeds with three years of history, 2% of it recurring. `npm run bench:check`; exit code 3: a target missed.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expandRecurringEvent, sync } from 'node-ical'
import { generateFeed } from '../../mock-server/feeds.ts'
import { WORLD_WINDOW } from '../../mock-server/world.ts'
import { checkCalendar } from '../../strategies/check.ts'
import { readScenario } from '../scenario/file.ts'
import { median } from '../statistics/quantile.ts'
import type { Summary } from '../statistics/summary.ts'
import { checkTargets, printTable, runTool } from './harness/harness.ts'
import { type Interleaved, interleaveTimes, pairedRatio } from './harness/interleave.ts'

const { world } = readScenario('typical')
/** Where the generator writes times in UTC, in a zone without and in one with daylight saving. */
const ZONES = ['UTC', 'Tokyo', 'Berlin']
const EVENTS = [10, 100, 1000, 10_000]
const DECODER = new TextDecoder()

const variantsOn = (body: Buffer) => ({
  plain() {
    const range = { from: new Date(WORLD_WINDOW.fromMs), to: new Date(WORLD_WINDOW.untilMs) }
    return Object.values(sync.parseICS(DECODER.decode(body))).flatMap((component) =>
      component?.type === 'VEVENT' ? expandRecurringEvent(component, range) : [],
    )
  },
  full: () => checkCalendar(body, WORLD_WINDOW, { mode: 'full' }),
  prefilter: () => checkCalendar(body, WORLD_WINDOW),
  search() {
    let events = 0
    for (let at = body.indexOf('BEGIN:VEVENT'); at !== -1; at = body.indexOf('BEGIN:VEVENT', at + 12)) {
      at = body.indexOf('DTSTART', at)
      events++
    }
    return events
  },
})
type Variant = keyof ReturnType<typeof variantsOn>

interface Row {
  readonly events: number
  readonly due: boolean
  readonly zone: string
  readonly bytes: number
  readonly timesMs: Interleaved<Variant, number>
}

async function measure(events: number, due: boolean, place: number): Promise<Row> {
  const body = generateFeed({ ...world, items: { ...world.items, events, recurringShare: 0.02 } }, place, due)
  const iterations = Math.min(400, Math.max(15, Math.round(100_000 / events)))
  const timesMs = await interleaveTimes(variantsOn(body), { iterations, warmUps: Math.ceil(iterations / 5) })
  return { events, due, zone: ZONES[place]!, bytes: body.length, timesMs }
}

const medianUs = ({ timesMs }: Row, name: Variant) => median(timesMs[name]) * 1000
const ratio = ({ timesMs }: Row, over: Variant, under: Variant) => pairedRatio(timesMs[over], timesMs[under])

/** What the heap holds more, over the text: until a collection, and kept after it with the result still there. */
function heapOver(events: number): { used: number; kept: number } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const body = generateFeed({ ...world, items: { ...world.items, events } }, 0, true)
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

async function measureAll(): Promise<void> {
  console.log(`A check of one generated feed, for a window in which one event is due or none, its times in UTC or a zone:
  prefilter  checkCalendar as it is by default
  full       checkCalendar that parses every event
  plain      node-ical alone: parse, then expand every event (wrong on some calendars)
  search     only indexOf of BEGIN:VEVENT and DTSTART: the least that looking at every event costs
Medians of iterations in each of which all were called. us/event are the prefilter's, MB/s those of prefilter, full and plain;
a/b is the time of a over that of b.
`)
  const rows: Row[] = []
  for (const events of EVENTS)
    for (const due of [true, false]) for (const place of ZONES.keys()) rows.push(await measure(events, due, place))
  printTable(
    ['events', 'due', 'zone', 'us/event', 'MB/s', 'full', 'plain', 'plain/pre', 'full/plain', 'pre/search'],
    rows.map((row) => [
      String(row.events),
      row.due ? 'one' : 'none',
      row.zone,
      (medianUs(row, 'prefilter') / row.events).toFixed(2),
      (row.bytes / medianUs(row, 'prefilter')).toFixed(0),
      (row.bytes / medianUs(row, 'full')).toFixed(1),
      (row.bytes / medianUs(row, 'plain')).toFixed(1),
      ratio(row, 'plain', 'prefilter').median.toFixed(1),
      ratio(row, 'full', 'plain').median.toFixed(2),
      ratio(row, 'prefilter', 'search').median.toFixed(2),
    ]),
    [0, 3, 4, 5, 6, 7, 8, 9],
  )

  const heap = heapOver(10_000)
  const at = (events: number) => rows.filter((row) => row.events === events)
  const leastOf = (ratios: readonly Summary[]) => ratios.toSorted((a, b) => a.median - b.median)[0]!
  const mostOf = (ratios: readonly Summary[]) => ratios.toSorted((a, b) => b.median - a.median)[0]!
  const faster = (events: number) => leastOf(at(events).map((row) => ratio(row, 'plain', 'prefilter')))
  const nothingDue = at(1000).filter(({ due }) => !due)
  console.log('\nOf the rows the worst one is held to each target; behind a median stands its interval of 95%.')
  checkTargets([
    { what: 'times faster than plain node-ical at 10 events', measured: faster(10), atLeast: 3 },
    { what: 'times faster than plain node-ical at 1,000 events', measured: faster(1000), atLeast: 15 },
    { what: 'times faster than plain node-ical at 10,000 events', measured: faster(10_000), atLeast: 12 },
    {
      what: 'microseconds an event at 10,000 events',
      measured: Math.max(...at(10_000).map((row) => medianUs(row, 'prefilter') / row.events)),
      atMost: 7,
    },
    {
      what: 'times a search for BEGIN:VEVENT and DTSTART at 1,000 events, nothing due',
      measured: mostOf(nothingDue.map((row) => ratio(row, 'prefilter', 'search'))),
      atMost: 2.5,
    },
    {
      what: 'times plain node-ical, full',
      measured: mostOf(rows.map((row) => ratio(row, 'full', 'plain'))),
      atMost: 1.15,
    },
    { what: 'times the text, heap kept by a check of 10,000 events', measured: heap.kept, atMost: 0.5 },
    { what: 'times the text, heap used until it is collected', measured: heap.used, atMost: 0.5 },
  ])
}

await runTool('bench:check', 'What the check step costs beside a plain call of node-ical', (tool) =>
  tool.action(measureAll),
)
