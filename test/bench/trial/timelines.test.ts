import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { beginLines } from '../../../bench/io/lines-file.ts'
import { readTimelines, type Timeline, timelineOf } from '../../../bench/trial/timelines.ts'
import { createRecording } from '../../../strategies/recording.ts'
import { aFolder } from '../../support/folders.ts'
import { errorText } from '../../../bench/report/messages/problems.ts'

const BEGAN_MS = 1_700_000_000_000.25
const RUN = { variant: 'pipelined', block: 2, iteration: 3 }

/** Begin and end of fetch, check and notify of each feed in milliseconds from the run's begin; nothing where it never ran. */
function recorded(...feeds: (readonly [number, number] | undefined)[][]) {
  const recording = createRecording(feeds.length)
  for (const [feed, spans] of feeds.entries()) {
    for (const [step, span] of spans.entries()) {
      if (span)
        recording.set(
          span.map((ms) => BEGAN_MS + ms),
          6 * feed + 2 * step,
        )
    }
  }
  return recording
}

const timelineFrom = (marks: ReturnType<typeof recorded>) => timelineOf(RUN, { marks, beganMs: BEGAN_MS })
const A_TIMELINE: Timeline = timelineFrom(
  recorded([
    [0, 1],
    [1, 2],
  ]),
)
const line = (change: object = {}) => `${JSON.stringify({ ...A_TIMELINE, ...change })}\n`
const aFile = (text: string) => join(aFolder({ 'timelines.jsonl': text }), 'timelines.jsonl')

test('a timeline has each step of each feed, from the run’s begin and to the microsecond', () => {
  const recording = recorded(
    [
      [0.5, 3.25],
      [3.5, 4],
      [4.125, 9.75],
    ],
    [[1, 2.0625], undefined, undefined],
    [],
  )
  expect(timelineFrom(recording)).toEqual({
    schema: 2,
    variant: 'pipelined',
    block: 2,
    iteration: 3,
    feeds: [
      { feed: 0, fetch: [0.5, 3.25], check: [3.5, 4], notify: [4.125, 9.75] },
      { feed: 1, fetch: [1, 2.063], check: null, notify: null },
      { feed: 2, fetch: null, check: null, notify: null },
    ],
    eventLoop: [],
  })
})

test('a timeline has when the event loop was blocked', () => {
  const eventLoop = [{ beginMs: BEGAN_MS + 1.25, endMs: BEGAN_MS + 9.5 }]
  expect(timelineOf(RUN, { marks: createRecording(1), beganMs: BEGAN_MS, eventLoop }).eventLoop).toEqual([[1.25, 9.5]])
})

// Breakage: a step that was cut off drawn until the end of the epoch.
test('a step that never ended is none', () => {
  const recording = createRecording(1)
  recording[0] = BEGAN_MS + 1
  expect(timelineFrom(recording).feeds).toEqual([{ feed: 0, fetch: null, check: null, notify: null }])
})

test('nothing is before the run, whatever the clock of a thread says', () => {
  expect(timelineFrom(recorded([[-0.004, 1]])).feeds[0]!.fetch).toEqual([0, 1])
})

test('what was appended is read again, in order', () => {
  const folder = aFolder()
  const timelines = [A_TIMELINE, { ...A_TIMELINE, variant: '+10%', feeds: [] }]
  using lines = beginLines({ path: folder }, 'timelines.jsonl')
  for (const timeline of timelines) lines.append(timeline)
  expect(readTimelines(join(folder, 'timelines.jsonl'))).toEqual({ timelines, warnings: [] })
})

test('a torn last line is left out, and a warning names it', () => {
  const file = aFile(line() + line({ iteration: 4 }).slice(0, 50))
  const { timelines, warnings } = readTimelines(file)
  expect(timelines.map(({ iteration }) => iteration)).toEqual([3])
  expect(warnings).toEqual([{ code: 'last-line-torn', parameters: { place: `${file}:2` } }])
  appendFileSync(file, line())
  expect(() => readTimelines(file)).toThrow(
    expect.objectContaining({ code: 'timeline-not-json', parameters: expect.objectContaining({ place: `${file}:2` }) }),
  )
})

test('anything else that is no timeline is named by file and line', () => {
  const refused = (text: string) => {
    const file = aFile(text)
    try {
      readTimelines(file)
    } catch (error) {
      return errorText(error).replaceAll(file, 'timelines.jsonl')
    }
    return 'nothing was refused'
  }
  expect(refused(`${line()}hello\n`)).toBe('timelines.jsonl:2: expected a timeline as JSON, got "hello"')
  expect(refused(line({ schema: 1 }))).toBe(
    'timelines.jsonl:1: expected a timeline of schema 2, got another: schema: expected one of 2, got 1',
  )
  expect(refused(line({ feeds: [{ feed: 0, fetch: [1], check: null, notify: null }] }))).toMatch(
    /another: feeds\.0\.fetch/,
  )
  expect(refused('')).toBe('expected timelines in timelines.jsonl, which has none; measure again')
})

test('where there are none, it is said what to do', () => {
  const file = join(aFolder(), 'timelines.jsonl')
  expect(() => readTimelines(file)).toThrow(expect.objectContaining({ code: 'timelines-unreadable' }))
})
