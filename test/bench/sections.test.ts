import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawSection } from '../../bench/report/draw-section.ts'
import { drawMarkdown } from '../../bench/report/markdown.ts'
import type { Result } from '../../bench/report/result.ts'
import { shortNames } from '../../bench/report/short-names.ts'
import { summarize } from '../../bench/report/summarize.ts'
import { widthOf } from '../../bench/report/table.ts'
import { drawTerminal } from '../../bench/report/terminal.ts'
import { traceSections } from '../../bench/report/trace-sections.ts'
import type { Trial } from '../../bench/trial.ts'
import { invokedTrials, reinvoked, retraced } from '../support/invoked-trials.ts'
import { changed, isRun, trialsOf } from '../support/trials.ts'

const WIDTHS = [60, 61, 72, 80, 100, 120, 200]
const drawn = (result: Result, width: number) => drawTerminal(result, { width, colour: false })
/** As one line, so that it does not matter where lines are broken. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ')
/** Every form in which a result is told. */
const formsOf = (result: Result) => [...WIDTHS.map((width) => drawn(result, width)), drawMarkdown(result)]
const everyTrial = () => true

function withShare(share: NonNullable<Trial['emulation']>['share'], memoryMb = 512): Trial[] {
  return changed(invokedTrials(), everyTrial, (trial) => ({
    ...reinvoked(trial, { memoryMb }),
    emulation: { client: 'native', freezes: true, share },
  }))
}

/** A comparison of functions of somebody else, of which nothing but their times is known. */
function foreign(names: readonly [string, string], place: 'lab' | 'aws' = 'aws'): Result {
  const nameOf = (arm: string) => (arm === 'sequential' ? names[0] : arm === 'pipelined' ? names[1] : arm)
  return summarize(
    invokedTrials({ place }).map((trial): Trial => {
      const {
        emulation: _,
        mock: __,
        structuralMs: ___,
        structuralDrawnMs: ____,
        peakConnections: _____,
        ...known
      } = trial
      return {
        ...known,
        scenario: { ...trial.scenario, arms: trial.scenario.arms.map(nameOf), reference: names[0] },
        arm: nameOf(trial.arm),
        strategy: nameOf(trial.strategy),
        limits: {},
        feeds: 0,
        sent: 0,
        cpuMs: 0,
        stallMs: 0,
        peakRssBytes: 0,
        firstNotificationMs: undefined,
        medianNotificationMs: undefined,
        steps: {},
        ledger: { by: 'answer', digest: '0', posts: 0, accepted: 0, duplicates: 0, throttled: 0 },
        ...reinvoked(trial, { memoryMb: 0, billedMs: undefined, maxMemoryMb: undefined, roundTripMs: undefined }),
        ...retraced(trial, { sent: undefined, makespanMs: undefined, path: undefined, overlap: undefined }),
      }
    }),
  )
}

test('a lab says first of all that it is none of AWS, in every form, and what it emulates', () => {
  const result = summarize(invokedTrials())
  for (const width of WIDTHS) expect(drawn(result, width).split('\n')[0]).toBe('LOCAL EMULATION: this machine, not AWS')
  // Below its title, which a page of Markdown has to have.
  expect(drawMarkdown(result).split('\n')[2]).toBe('**LOCAL EMULATION: this machine, not AWS.**')
  for (const text of formsOf(result).map(flat)) {
    expect(text).toContain('What was emulated, and how far to trust it')
    expect(text).toContain('1769 MB: had 0.98 of a processor, Lambda gives 1.00')
    expect(text).toContain('only AWS tells: utakata ab')
  }
})

test('on AWS nothing is called an emulation, and its machine is only the one that asked', () => {
  for (const text of formsOf(summarize(invokedTrials({ place: 'aws' }))).map(flat)) {
    expect(text).not.toMatch(/emulat/i)
    expect(text).not.toContain('if this were Lambda')
    expect(text).toMatch(/asked from 2 cores/)
  }
})

// Breakage: a table that calls containers of two processors "512".
test('a size whose processor it had not is refused wherever it stands', () => {
  for (const [share, word, told] of [
    [
      { wanted: 0.29, achieved: 0.26 },
      'not reached',
      'had 0.26 of a processor, Lambda gives 0.29, not reached; the label is refused',
    ],
    [
      { wanted: 0.29, achieved: 0.32 },
      'exceeded',
      'had 0.32 of a processor, Lambda gives 0.29, exceeded; the label is refused',
    ],
    [{ wanted: 0.29 }, 'not limited', 'as much as there is; the label is refused'],
    [{ wanted: 0.29, isUnmeasured: true }, 'not measured', 'a share that was not measured; the label is refused'],
  ] as const) {
    for (const text of formsOf(summarize(withShare(share))).map(flat)) {
      expect(text).toContain(`512 (${word})`)
      expect(text).toContain(`512 MB: ${told}`)
      expect(text).toContain(`512 MB is only a label here (${word}): on Lambda it has 0.29 processors`)
      expect(text).not.toMatch(/512(?! MB[: ]| \((not|exceeded))/)
    }
  }
})

test('a size whose processor it had within a tenth bears its label', () => {
  for (const achieved of [0.262, 0.29, 0.318]) {
    for (const text of formsOf(summarize(withShare({ wanted: 0.29, achieved }))).map(flat))
      expect(text).not.toMatch(/not reached|exceeded|not limited|only a label|refused/)
  }
})

test('of several sizes only the one that had not its processor is refused', () => {
  const trials = changed(invokedTrials(), everyTrial, (trial) => {
    const memoryMb = trial.arm === 'pipelined' ? 512 : 1769
    const share = memoryMb === 512 ? { wanted: 0.29, achieved: 0.8 } : { wanted: 1, achieved: 1 }
    return { ...reinvoked(trial, { memoryMb }), emulation: { ...trial.emulation!, share } }
  })
  for (const text of formsOf(summarize(trials)).map(flat)) {
    expect(text).toContain('512 (exceeded)')
    expect(text).toContain('512 MB is only a label here')
    expect(text).toContain('1769 MB: had 1.00 of a processor, Lambda gives 1.00')
    expect(text).not.toMatch(/1769 \(|1769 MB is only/)
  }
})

test('containers that went on between invocations are not trusted for what happens there', () => {
  const trials = changed(invokedTrials(), everyTrial, ({ emulation }) => ({
    emulation: { ...emulation!, freezes: false },
  }))
  for (const text of formsOf(summarize(trials)).map(flat)) {
    expect(text).toContain('NOT stopped between invocations')
    expect(text).not.toContain('which work is done when')
  }
})

test('how much of the processors a container had while it started is told', () => {
  const of = (limitsInit: boolean) =>
    flat(
      drawMarkdown(
        summarize(
          changed(invokedTrials(), everyTrial, ({ emulation }) => ({ emulation: { ...emulation!, limitsInit } })),
        ),
      ),
    )
  expect(of(true)).toContain('with its share of processors')
  expect(of(false)).toContain('with all processors')
})

test('30 ms planted in a step of one strategy are named as the cause, in every form', () => {
  const result = summarize(invokedTrials({ candidates: { pipelined: { notify: 30 }, 'look-ahead': { fetch: -30 } } }))
  for (const text of formsOf(result).map(flat)) {
    expect(text).toMatch(
      /pipelined: (29|30|31)\.\d ms slower than sequential \(\d\d\.\d to \d\d\.\d ms\); the cause is notify: (29|30|31)\.\d ms more of it \(29\.\d to 30\.\d\)\./,
    )
    expect(text).toMatch(
      /look-ahead: \S+ ms faster than sequential \(.*?\); the cause is fetch: (29|30|31)\.\d ms less of it \(\S+ to \S+\)\./,
    )
  }
})

test('where nothing differs, nothing is given as a cause', () => {
  for (const text of formsOf(summarize(invokedTrials({ seed: 3 }))).map(flat)) {
    expect(text).not.toContain('the cause is')
    expect(text).not.toMatch(/ms (slower|faster) than/)
  }
})

test('a difference that is spread over several phases says over which', () => {
  const result = summarize(invokedTrials({ candidates: { pipelined: { fetch: 15, notify: 15, check: 15 } } }))
  expect(flat(drawn(result, 100))).toMatch(
    /pipelined: 4\d\.\d ms slower than sequential \(.*?\); spread over fetch, check and notify\./,
  )
})

// Breakage: "faster" in the foot of a table, of an arm whose word above it is undecided, or of the guard.
test('no cause is given of an arm that is not said to be faster or slower', () => {
  const noisy = invokedTrials({ candidates: { pipelined: { fetch: 3 } } })
  const trials = changed(
    noisy,
    ({ arm, phase }) => arm === 'A/A' && phase === 'measured',
    (trial) => ({ makespanMs: trial.makespanMs * 1.07, ...retraced(trial, { totalMs: trial.traced!.totalMs + 7 }) }),
  )
  const result = summarize(trials)
  expect(result.guard.passed).toBe(false)
  expect(result.arms.find(({ arm }) => arm === 'pipelined')!.verdict!.word).toBe('undecided')
  for (const text of formsOf(result).map(flat)) expect(text).not.toMatch(/the cause is|ms slower than/)
})

// Breakage: "faster" in the foot of a table, of an arm of which nothing may be said above it.
test('no cause is given of an arm that told people something else, that failed, or where traces are missing', () => {
  const trials = invokedTrials({ candidates: { pipelined: { notify: 30 } } })
  const spoilt = [
    changed(trials, isRun('pipelined', 1, 1), ({ ledger }) => ({ ledger: { ...ledger, digest: '0' } })),
    changed(trials, isRun('pipelined', 1, 1), () => ({ faults: ['it failed'] })),
    trials.map((trial, index) =>
      index % 10 === 0 ? { ...trial, traced: undefined, untraced: 'it never came' } : trial,
    ),
  ]
  expect(drawMarkdown(summarize(trials))).toContain('the cause is notify')
  for (const all of spoilt)
    for (const text of formsOf(summarize(all)).map(flat)) expect(text).not.toMatch(/the cause is|slower than/)
})

test('fewer than 12 containers have no words and no causes, and are told why and what to do', () => {
  const result = summarize(invokedTrials({ containers: 11, candidates: { pipelined: { notify: 90 } } }))
  expect(result.arms.flatMap(({ verdict }) => verdict?.word ?? [])).toEqual(['undecided', 'undecided'])
  expect(result.exitCode).toBe(5)
  expect(result.advice).toBe('Too few containers for a verdict: ask for 12 at least, with --environments.')
  for (const text of formsOf(result).map(flat)) {
    expect(text).toContain('No words: that takes 12 containers of each arm, and there are 11. Intervals at 95 %.')
    expect(text).toContain('What makes a difference is not told of fewer than 12 containers of each.')
    expect(text).toContain('Fewer than 12 containers tell nothing certain of cold starts.')
    expect(text).not.toMatch(/the cause is|slower than/)
  }
})

test('a run of 24 containers that was stopped at 13 is to go on, and not to be asked for again with fewer', () => {
  const trials = invokedTrials({ containers: 24 }).filter(({ fork }) => fork <= 13)
  expect(summarize(trials).advice).toBe('Too few containers for a verdict: let it run to its end, 24 of each.')
  expect(drawn(summarize(trials), 100)).toContain('No words: that takes 24 containers of each arm, and there are 13.')
})

// Breakage: words and options of a race of processes where containers were compared.
test('a report of functions speaks of containers, and of no option that its command has not', () => {
  const of = (place: 'lab' | 'aws', trials: readonly Trial[]) => summarize(trials.map((trial) => ({ ...trial, place })))
  const noisy = invokedTrials({ containerSd: 0.08, candidates: { pipelined: { fetch: -50 }, 'look-ahead': {} } })
  const isNoisy = /too noisy|differed too much/
  for (const place of ['lab', 'aws'] as const) {
    const results = [
      of(place, noisy),
      of(place, invokedTrials({ containers: 3 })),
      of(
        place,
        changed(noisy, isRun('pipelined', 1, 1), () => ({ void: 'the mock server ended' })),
      ),
    ]
    expect(results[0]!.guard.passed).toBe(false)
    expect(results[0]!.advice).toMatch(isNoisy)
    for (const text of results.flatMap(formsOf).map(flat)) {
      expect(text).not.toMatch(/\bforks?\b/i)
      expect(text).not.toMatch(/--set|plan\.|warmUps|--quick/)
      if (place === 'aws') expect(text).not.toMatch(/close other programs|quieter machine/)
    }
  }
  expect(of('lab', noisy).arms.some(({ verdict }) => verdict?.word === 'undecided')).toBe(true)
  expect(summarize(trialsOf({ guard: 1.08 })).advice).toContain('--set plan.margin')
})

test('a table too wide for its terminal goes on below itself, and nothing is left out', () => {
  const result = summarize(invokedTrials())
  for (const width of WIDTHS) {
    const words = new Set(flat(drawn(result, width)).split(' '))
    for (const head of ['service', 'overhead', 'once', 'USD/million', 'peak', 'cold/warm', 'trip'])
      expect(words, `${head} at ${width}`).toContain(head)
  }
})

test('no line of a report of functions is longer than the terminal is wide, whatever they are called', () => {
  const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders-production-'
  const results = [
    summarize(invokedTrials()),
    summarize(withShare({ wanted: 0.29 })),
    foreign([`${arn}old`, `${arn}new`]),
    foreign([
      'orders-of-the-whole-company-in-production-arm64',
      '注文を処理する関数の新しい版・本番環境・東京リージョン',
    ]),
  ]
  for (const result of results)
    for (const width of WIDTHS)
      for (const line of drawn(result, width).split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width)
})

test('long names are cut in their middle and stay different', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.stringMatching(/^orders-of-the-whole-company-[ab]{1,40}-in-production$/), { maxLength: 12 }),
      fc.integer({ min: 60, max: 200 }),
      (names, width) => {
        const short = shortNames(names, width)
        expect(new Set(short.values()).size).toBe(names.length)
        for (const [name, text] of short) {
          expect(widthOf(text)).toBeLessThanOrEqual(Math.max(20, width / 3))
          if (name.length <= 20) expect(text).toBe(name)
        }
      },
    ),
  )
  expect([...shortNames(['a'.repeat(30) + 'old', 'a'.repeat(30) + 'new'], 60).values()]).toEqual([
    'aaaaaa…aaaaaaaaaaold',
    'aaaaaa…aaaaaaaaaanew',
  ])
})

// Breakage: NaN, undefined or 0 MB where a function simply does not tell.
test('what is not known of functions of somebody else is a dash in every form', () => {
  const result = foreign(['orders-old', 'orders-new'])
  expect(JSON.stringify(result)).not.toMatch(/null|NaN|Infinity/)
  for (const text of formsOf(result).map(flat)) {
    expect(text).not.toMatch(/undefined|NaN|Infinity|\[object|null/)
    expect(text).toContain('these functions do not tell what they sent')
    expect(text).not.toMatch(/0 feeds|0 notifications|, check:|; check:/)
  }
  const row = drawMarkdown(result)
    .split('\n')
    .find((line) => line.startsWith('| orders-new'))!
  expect(
    row
      .split('|')
      .slice(5, 12)
      .map((cell) => cell.trim()),
  ).toEqual(Array(7).fill('–'))
  expect(drawMarkdown(result)).toContain('| orders-new | – | 12 | – | – | – | – |')
})

test('figures of a mock server that was not there are dashes, and its remark is none', () => {
  const unknown = { mock: undefined, structuralMs: undefined, structuralDrawnMs: undefined, peakConnections: undefined }
  const trials = changed(invokedTrials({ place: 'aws' }), everyTrial, () => unknown)
  const result = summarize(trials)
  expect(JSON.stringify(result)).not.toMatch(/null|NaN/)
  for (const text of formsOf(result)) {
    expect(text).not.toMatch(/undefined|NaN|Infinity|Mock server/)
  }
  // A page of Markdown has all columns; on a terminal those of which nothing is known take no room.
  expect(drawMarkdown(result)).toMatch(/\| equivalent within 5 % \| – \| – \| 6\.00 \|/)
  expect(drawn(result, 120)).not.toMatch(/held\/drawn|\/structural|sockets|–/)
})

test('traces alone tell how many notifications there were, and the ledger says no more than that', () => {
  const trials = changed(invokedTrials({ place: 'aws' }), everyTrial, ({ sent, ledger }) => ({
    ledger: { ...ledger, by: 'trace', digest: String(sent) },
  }))
  const text = flat(drawn(summarize(trials), 100))
  expect(text).toContain('sent as many notifications (6); which ones, traces do not tell.')
  expect(text).toContain('have a whole trace; there was no driver and no ledger to hold them against.')
  const answered = changed(trials, everyTrial, ({ ledger }) => ({
    ledger: { ...ledger, by: 'answer', digest: 'feedface' },
  }))
  expect(flat(drawn(summarize(answered), 100))).toContain('by the functions’ own account every run')
})

test('without a second copy of the reference the guard is said to be none, and is not blamed on the machine', () => {
  const trials = invokedTrials({ place: 'aws', candidates: { pipelined: { fetch: -50 } } })
    .filter(({ arm }) => arm !== 'A/A')
    .map((trial) => ({ ...trial, scenario: { ...trial.scenario, arms: ['sequential', 'pipelined'] } }))
  const result = summarize(trials)
  expect(result.guard).toEqual({
    passed: false,
    sentence: 'none, since there is no second copy of the reference: nearness proves nothing',
  })
  expect(result.advice).toMatch(
    /^Ship pipelined: .*\. Without a second copy of the reference there are no finer words\.$/,
  )
})

test('rows of Markdown have as many cells as their heads, whatever a subsegment is called', () => {
  const path = { stepsMs: { 'a|b': 30 }, waitingMs: 4, aroundMs: 1 }
  const text = drawMarkdown(summarize(changed(invokedTrials(), everyTrial, (trial) => retraced(trial, { path }))))
  for (const table of text
    .trimEnd()
    .split('\n\n')
    .filter((part) => part.startsWith('|'))) {
    const cells = table.split('\n').map((row) => row.split(/(?<!\\)\|/).length)
    expect(new Set(cells).size, table).toBe(1)
  }
  expect(text).toContain('| a\\|b |')
})

test('colour changes nothing of a section but its colour', () => {
  const result = summarize(invokedTrials())
  const coloured = drawTerminal(result, { width: 80, colour: true })
  expect(stripVTControlCharacters(coloured)).toBe(drawn(result, 80))
  expect(coloured).toContain('\u001B[33mLOCAL EMULATION')
})

test('the heads of the phases are explained below them, those that are there and no others', () => {
  const text = flat(drawn(summarize(invokedTrials()), 100))
  for (const head of ['service', 'handler', 'around', 'waiting', 'overhead'])
    expect(text).toContain(` ${head}: in`.replace(' waiting: in', ' waiting: between'))
  expect(text).toContain('fetch, check, notify: only what the run waited for')
  expect(flat(drawn(foreign(['a', 'b']), 100))).not.toContain('waiting: between')
})

const A_STEP = { count: 2, failed: 1, busyMs: 30, p50Ms: 10, p95Ms: 20, maxMs: 20, hullMs: 25 }
const invocation = {
  traceId: '1-6968ad80-000000000000000000000001',
  functionName: 'orders',
  isCold: false,
  hasFault: false,
  hasError: false,
  beganMs: 0,
  totalMs: 100,
  functionMs: 90,
  annotations: {},
  steps: { 'DynamoDB GetItem': A_STEP },
  doubts: [],
}

test('traces of any functions: warm and cold apart, faults counted, subsegments of warm invocations by name', () => {
  const [all, parts] = traceSections([
    invocation,
    { ...invocation, totalMs: 300, hasFault: true },
    { ...invocation, isCold: true, totalMs: 900, initMs: 250, steps: { cold: A_STEP } },
    { ...invocation, functionName: 'billing', steps: {} },
  ])
  expect(all!.rows).toEqual([
    ['billing', '1', '100', '0', '–', '–', '0'],
    ['orders', '2', '200', '1', '900', '250', '1'],
  ])
  expect(parts!.title).toBe('Subsegments of warm invocations of orders, medians over invocations')
  expect(parts!.rows).toEqual([['DynamoDB GetItem', '2', '2.00', '10.0', '20.0', '30.0', '2']])
  for (const width of WIDTHS)
    for (const section of [all!, parts!])
      for (const line of drawSection(section, width, (text) => text)) {
        expect(widthOf(line)).toBeLessThanOrEqual(width)
        expect(line).not.toMatch(/NaN|undefined/)
      }
})

test('functions without any subsegment have no table of them', () => {
  expect(traceSections([{ ...invocation, steps: {} }])).toHaveLength(1)
})
