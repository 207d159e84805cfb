import { Buffer } from 'node:buffer'
import { drawUnits, quantileAt } from './delay.ts'
import { permuted } from './draws.ts'
import { shuffledFeeds } from './faults.ts'
import { WORLD_NOW_MS, WORLD_WINDOW, type World } from './world.ts'

const DAY_MS = 86_400_000
const HISTORY_DAYS = 3 * 365

interface Zone {
  readonly id?: string
  /** Ahead of UTC at `WORLD_NOW_MS`, in hours; history is written as wall-clock time and needs no more. */
  readonly hours: number
  readonly rules?: readonly string[]
}

const ZONES: readonly Zone[] = [
  { hours: 0 },
  {
    id: 'Asia/Tokyo',
    hours: 9,
    rules: [
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0900',
      'TZOFFSETTO:+0900',
      'TZNAME:JST',
      'END:STANDARD',
    ],
  },
  {
    id: 'Europe/Berlin',
    hours: 1,
    rules: [
      'BEGIN:DAYLIGHT',
      'DTSTART:19700329T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'TZNAME:CEST',
      'END:DAYLIGHT',
      'BEGIN:STANDARD',
      'DTSTART:19701025T030000',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'TZNAME:CET',
      'END:STANDARD',
    ],
  },
]
const TITLES = [
  'Planning',
  'Stand-up',
  'R&D review',
  'One to one',
  'Release <train>',
  'Retro, then cake',
  'Interview',
  '打ち合わせ',
]
const WORDS =
  'notes agenda from the last meeting and what is still open before we can ship it to everyone who asked for it'.split(
    ' ',
  )

/** Which feeds have an event due in the window, by place. */
export function dueFeeds({ seed, items: { count, dueShare } }: World): ReadonlySet<number> {
  return new Set(shuffledFeeds(seed, 'due', count).slice(0, Math.round(dueShare * count)))
}

/** How many bytes a feed may be smaller than the `bytes` that its world asks for; it is never larger. */
export const SIZE_TOLERANCE_BYTES = 15

/**
 * The text of feed `index`: years of history, some of it recurring, in UTC or a zone, with long folded descriptions. Exactly
 * one event, `TITLE index.event`, starts in `WORLD_WINDOW` when `due`; none otherwise. Where the world says `bytes` in place of
 * `events`, as many events as fit are made, at least one, and the description of the calendar takes the rest.
 */
export function generateFeed(world: World, index: number, due: boolean): Buffer<ArrayBuffer> {
  const { seed, items } = world
  const zone = ZONES[index % ZONES.length]!
  const [head, rules, end] = [headOf(index), rulesOf(zone), END]
  const eventAt = (event: number, isDue: boolean, descriptionBytes = items.descriptionBytes) =>
    textOf(generateEvent(seed, { ...items, descriptionBytes }, index, event, isDue, zone))
  const dueAmong = (events: number) => (due ? Math.floor(drawUnits(seed, 'place', index)[0] * events) : -1)

  const bytes = bytesOfItem({ seed, items }, index)
  // What is due in it is then the same as in one of any other size.
  if (world.traffic !== undefined) return sizedFeed(world, index, due, bytes ?? TYPICAL_BYTES)
  if (bytes === undefined) {
    const dueEvent = dueAmong(items.events!)
    const events = Array.from({ length: items.events! }, (_, event) => eventAt(event, event === dueEvent))
    return Buffer.from(textOf([...head, ...rules]) + events.join('') + textOf(end))
  }
  const room = bytes - Buffer.byteLength(textOf([...head, ...rules, ...end]))
  const descriptionBytes = Math.min(
    items.descriptionBytes,
    Math.max(0, Math.floor((room - BARE_EVENT_BYTES) * UNFOLDED)),
  )
  const events: string[] = []
  let left = room
  for (let event = eventAt(0, false, descriptionBytes); Buffer.byteLength(event) <= left;) {
    left -= Buffer.byteLength(event)
    events.push(event)
    event = eventAt(events.length, false, descriptionBytes)
  }
  const dueEvent = dueAmong(events.length)
  // It does not recur, so that it is never longer than what it takes the place of.
  if (due) events[dueEvent] = eventAt(dueEvent, true, descriptionBytes)
  const rest = room - Buffer.byteLength(events.join(''))
  return Buffer.from(textOf(head) + aboutOf(rest) + textOf(rules) + events.join('') + textOf(end))
}

const TYPICAL_BYTES = 10_000

type SizedFeeds = (index: number, due: boolean, bytes: number) => Buffer<ArrayBuffer>
const sizedFeeds = new WeakMap<World, SizedFeeds>()

/** A feed of about so many bytes, whose due event is the same whatever they are: with as many events as fit that all feeds share. */
export function sizedFeed(world: World, index: number, due: boolean, bytes: number): Buffer<ArrayBuffer> {
  let make = sizedFeeds.get(world)
  if (!make) sizedFeeds.set(world, (make = createSizedFeeds(world)))
  return make(index, due, bytes)
}

function createSizedFeeds(world: World): SizedFeeds {
  const { seed, items } = world
  const shared: Buffer[] = []
  /** Where each of them ends. */
  const ends: number[] = []
  const fit = (bytes: number) => {
    for (let end = ends.at(-1) ?? 0; end <= bytes; ends.push(end)) {
      const event = Buffer.from(textOf(generateEvent(seed, items, SHARED, shared.length, false, ZONES[0]!)))
      shared.push(event)
      end += event.byteLength
    }
    return ends.findIndex((end) => end > bytes)
  }
  return (index, due, bytes) => {
    const zone = ZONES[index % ZONES.length]!
    const head = headOf(index)
    const rest = [...rulesOf(zone), ...(due ? generateEvent(seed, items, index, 0, true, zone) : [])]
    const room = bytes - Buffer.byteLength(textOf([...head, ...rest, ...END]))
    const events = shared.slice(0, room > 0 ? fit(room) : 0)
    const filled = events.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const before = textOf(head) + aboutOf(room - filled) + textOf(rest)
    return Buffer.concat([Buffer.from(before), ...events, Buffer.from(textOf(END))])
  }
}

/** No feed has this place. */
const SHARED = 1_000_000

/** How large an item is meant to be; undefined where the number of its events says that. Sizes that are distributed are spread evenly over the items. */
export function bytesOfItem(
  { seed, items: { bytes, count } }: Pick<World, 'seed' | 'items'>,
  index: number,
): number | undefined {
  if (typeof bytes !== 'object') return bytes
  const place = permuted(index % count, count, `${seed} size`)
  return Math.round(quantileAt(bytes.quantilesBytes, (place + drawUnits(seed, 'size', index)[0]) / count))
}

function headOf(index: number): string[] {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//utakata//mock world//EN', `X-WR-CALNAME:Team ${index}`]
}

function rulesOf({ id, rules }: Zone): string[] {
  return rules ? ['BEGIN:VTIMEZONE', `TZID:${id}`, ...rules, 'END:VTIMEZONE'] : []
}

const END: readonly string[] = ['END:VCALENDAR']

/** More than an event has without its description. */
const BARE_EVENT_BYTES = 400

/** How much of folded text is text. */
const UNFOLDED = 0.95

/** A description of a calendar of so many bytes with its line ends, or up to `SIZE_TOLERANCE_BYTES` fewer. */
function aboutOf(bytes: number): string {
  const name = 'X-WR-CALDESC:'
  if (bytes <= SIZE_TOLERANCE_BYTES) return ''
  // What is cut within the end of a line loses that end.
  const cut = textOf([name + prose(bytes, 0)])
    .slice(0, bytes - 2)
    .replace(/\r(\n ?)?$/, '')
  return `${cut}\r\n`
}

/** Lines as they stand in a calendar, folded and ended as RFC 5545, 3.1, has it. */
function textOf(lines: readonly string[]): string {
  return lines
    .flatMap(fold)
    .map((line) => `${line}\r\n`)
    .join('')
}

function generateEvent(
  seed: number,
  feeds: World['items'],
  index: number,
  event: number,
  due: boolean,
  zone: Zone,
): string[] {
  const [u, v] = drawUnits(seed, 'event', index, event)
  const [kind, length] = drawUnits(seed, 'kind', index, event)
  const recurring = !due && kind < feeds.recurringShare
  // History ends a day before the window, and what recurs does so hours after it, so that nothing else is ever due.
  const startMs = due
    ? WORLD_WINDOW.fromMs + Math.floor((u * (WORLD_WINDOW.untilMs - WORLD_WINDOW.fromMs)) / 60_000) * 60_000
    : WORLD_NOW_MS - Math.ceil(1 + u * HISTORY_DAYS) * DAY_MS + Math.floor((3 + v * 5) * 12) * 300_000
  const title = `${TITLES[Math.floor(v * TITLES.length)]} ${index}.${event}`
  return [
    'BEGIN:VEVENT',
    `UID:${index}-${event}-${seed}@mock.utakata`,
    `DTSTAMP:${stamp(WORLD_NOW_MS - 2000 * DAY_MS)}Z`,
    `DTSTART${inZone(startMs, zone)}`,
    `DTEND${inZone(startMs + 30 * 60_000, zone)}`,
    ...(recurring ? [`RRULE:FREQ=WEEKLY;INTERVAL=${1 + Math.floor(length * 2)}${v < 0.5 ? ';COUNT=20' : ''}`] : []),
    `SUMMARY:${title.replaceAll(',', String.raw`\,`)}`,
    `LOCATION:Room ${Math.floor(u * 40)}`,
    `DESCRIPTION:${prose(feeds.descriptionBytes, u)}`,
    `STATUS:${!due && v < 0.03 ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ]
}

function inZone(instantMs: number, { id, hours }: Zone): string {
  return id ? `;TZID=${id}:${stamp(instantMs + hours * 3_600_000)}` : `:${stamp(instantMs)}Z`
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
}

function prose(bytes: number, u: number): string {
  let text = ''
  for (let at = Math.floor(u * WORDS.length); text.length < bytes; at++) text += `${WORDS[at % WORDS.length]} `
  return text.trimEnd()
}

/** Lines longer than 75 octets are continued with a space (RFC 5545, 3.1); all long ones here are plain ASCII. */
function fold(line: string): string[] {
  return line.length <= 75
    ? [line]
    : (line.match(/^.{75}|.{1,74}/g) ?? []).map((part, at) => (at === 0 ? part : ` ${part}`))
}
