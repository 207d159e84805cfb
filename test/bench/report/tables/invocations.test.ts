import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checksOf } from '../../../../bench/report/sentences/checks.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { shortNames } from '../../../../bench/report/short-names.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { foreign } from '../../../support/foreign-functions.ts'
import { invokedTrials, reinvoked, retraced } from '../../../support/invoked-trials.ts'
import { like } from '../../../support/like.ts'
import { drawn, flat, formsOf, WIDTHS } from '../../../support/reported-results.ts'
import { changed } from '../../../support/trials.ts'
import { blocksOf, comparisonMarkdown, comparisonText, tableIn } from '../../../support/reports.ts'

const { causes, checks, comparison, emulation: texts, lambda, page } = ENGLISH

const everyTrial = () => true

/** What was emulated, a line a row. */
const emulatedIn = (result: Result) =>
  tableIn(blocksOf(result), 'emulation')!
    .rows.map(({ cells }) => cells.join(': '))
    .join('\n')

function withShare(share: NonNullable<Trial['emulation']>['share'], memoryMb = 512): Trial[] {
  return changed(invokedTrials(), everyTrial, (trial) => ({
    ...reinvoked(trial, { memoryMb }),
    emulation: { client: 'native', freezes: true, share },
  }))
}

test('a lab says first of all that it is none of AWS, in every form, and what it emulates', () => {
  const result = summarize(invokedTrials())
  for (const width of WIDTHS) expect(drawn(result, width).split('\n')[0]).toBe(texts.banner)
  // Below its title, which a page of Markdown has to have.
  expect(comparisonMarkdown(result).split('\n')[2]).toBe(`**${texts.banner}**`)
  for (const text of formsOf(result).map(flat)) expect(text).toContain(texts.fidelityTitle)
  expect(emulatedIn(result)).toContain(texts.processorAsIntended({ memoryMb: 1769, achieved: '0.98', wanted: '1.00' }))
  expect(emulatedIn(result)).toContain(texts.notEmulatedTrust)
})

test('on AWS nothing is called an emulation, and its machine is only the one that invoked', () => {
  for (const text of formsOf(summarize(invokedTrials({ target: 'aws' }))).map(flat)) {
    expect(text).not.toMatch(/emulat/i)
    expect(text).not.toMatch(like(lambda.totalCostNoteLab('…')))
    expect(text).toContain(page.measuredOnAws(ENGLISH.beside([ENGLISH.count(2, 'core'), 'Node v24.0.0'])))
  }
})

/** That a size is only a label. */
const REFUSED = like(texts.memoryLabelRefused({ memoryMb: 512, share: '…', wanted: '…', achieved: '…' }))

// Breakage: a table that calls containers of two processors "512".
test('a size whose processor it had not is refused wherever it stands', () => {
  const memoryMb = 512
  const outOfRange = (achieved: string, share: string) =>
    texts.processorOutOfRange({ memoryMb, achieved, wanted: '0.29', share })
  for (const [share, state, achieved, processor] of [
    [{ wanted: 0.29, achieved: 0.26 }, texts.shareNotReached, '0.26', outOfRange('0.26', texts.shareNotReached)],
    [{ wanted: 0.29, achieved: 0.32 }, texts.shareExceeded, '0.32', outOfRange('0.32', texts.shareExceeded)],
    [
      { wanted: 0.29 },
      texts.shareNotLimited,
      texts.achievedNotLimited,
      texts.processorRefused(512, texts.achievedNotLimited),
    ],
    [
      { wanted: 0.29, isUnmeasured: true },
      texts.shareNotMeasured,
      texts.achievedNotMeasured,
      texts.processorRefused(512, texts.achievedNotMeasured),
    ],
  ] as const) {
    const result = summarize(withShare(share))
    expect(emulatedIn(result)).toContain(processor)
    for (const text of formsOf(result).map(flat)) {
      expect(text).toContain(`512 (${state})`)
      expect(text).toContain(texts.memoryLabelRefused({ memoryMb, share: state, wanted: '0.29', achieved }))
      expect(text.replaceAll(`512 (${state})`, '')).not.toMatch(/512(?! MB[: ])/)
    }
  }
})

test('a size whose processor it had within a tenth bears its label', () => {
  for (const achieved of [0.262, 0.29, 0.318]) {
    const result = summarize(withShare({ wanted: 0.29, achieved }))
    expect(emulatedIn(result)).toContain(
      texts.processorAsIntended({ memoryMb: 512, achieved: achieved.toFixed(2), wanted: '0.29' }),
    )
    for (const text of formsOf(result).map(flat)) {
      expect(text).not.toContain('512 (')
      expect(text).not.toMatch(REFUSED)
    }
  }
})

test('of several sizes only the one that had not its processor is refused', () => {
  const trials = changed(invokedTrials(), everyTrial, (trial) => {
    const memoryMb = trial.variant === 'pipelined' ? 512 : 1769
    const share = memoryMb === 512 ? { wanted: 0.29, achieved: 0.8 } : { wanted: 1, achieved: 1 }
    return { ...reinvoked(trial, { memoryMb }), emulation: { ...trial.emulation!, share } }
  })
  expect(emulatedIn(summarize(trials))).toContain(
    texts.processorAsIntended({ memoryMb: 1769, achieved: '1.00', wanted: '1.00' }),
  )
  for (const text of formsOf(summarize(trials)).map(flat)) {
    expect(text).toContain(`512 (${texts.shareExceeded})`)
    expect(text).toMatch(REFUSED)
    expect(text).not.toContain('1769 (')
    expect(text).not.toMatch(like(texts.memoryLabelRefused({ memoryMb: 1769, share: '…', wanted: '…', achieved: '…' })))
  }
})

test('containers that went on between invocations are not trusted for what happens there', () => {
  const trials = changed(invokedTrials(), everyTrial, ({ emulation }) => ({
    emulation: { ...emulation!, freezes: false },
  }))
  expect(emulatedIn(summarize(trials))).toContain(`${texts.containerNotFrozen}: ${texts.containerNotFrozenTrust}`)
  for (const text of formsOf(summarize(trials)).map(flat)) expect(text).not.toContain(texts.containerFrozenTrust)
})

test('how much of the processors a container had while it started is shown', () => {
  const of = (limitsInit: boolean) =>
    flat(
      comparisonMarkdown(
        summarize(
          changed(invokedTrials(), everyTrial, ({ emulation }) => ({ emulation: { ...emulation!, limitsInit } })),
        ),
      ),
    )
  expect(of(true)).toContain(texts.initLimited)
  expect(of(false)).toContain(texts.initNotLimited)
})

test('a table too wide for its terminal goes on below itself, and nothing is left out', () => {
  const result = summarize(invokedTrials())
  for (const width of WIDTHS) {
    const text = ` ${flat(drawn(result, width))} `
    for (const head of [
      causes.servicePhase,
      causes.overheadPhase,
      width <= 100 ? causes.meanConcurrencyShortColumn : causes.meanConcurrencyColumn,
      lambda.usdPerMillionColumn,
      lambda.peakMemoryColumn,
      comparison.coldOverWarmColumn,
      lambda.roundTripColumn,
    ])
      expect(text, `${head} at ${width}`).toContain(` ${head} `)
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

// Breakage: NaN, undefined or 0 MB where a function simply has no such figure.
test('what is not known of functions of somebody else is a dash in every form', () => {
  const result = foreign(['orders-old', 'orders-new'])
  expect(JSON.stringify(result)).not.toMatch(/null|NaN|Infinity/)
  for (const text of formsOf(result).map(flat)) {
    expect(text).not.toMatch(/undefined|NaN|Infinity|\[object|null/)
    expect(text).toContain(checks.outputUnknown)
    expect(text).not.toMatch(/0 feeds|0 notifications|, check:|; check:/)
  }
  // Columns of which nothing is known take no room.
  const heads = [
    comparison.variantColumn,
    comparison.verdictColumn,
    comparison.timeRatioColumnWithLevel('orders-old', '95%'),
    comparison.tieGroupColumn,
    comparison.makespanColumn,
    comparison.failedRunsColumn,
  ]
  expect(comparisonMarkdown(result)).toContain(`| ${heads.join(' | ')} |\n`)
  expect(comparisonMarkdown(result)).toContain(
    `|  | ${lambda.containersColumn} |\n| --- | ---: |\n| orders-new | 12 |\n`,
  )
  expect(tableIn(blocksOf(result), 'warm')!.rows[0]!.cells).toEqual(['orders-new', '–', '12', '–', '–', '–', '–'])
})

test('figures of a mock server that was not there are dashes, and there is no note on it', () => {
  const unknown = { mock: undefined, idealMs: undefined, plannedIdealMs: undefined, peakConnections: undefined }
  const trials = changed(invokedTrials({ target: 'aws' }), everyTrial, () => unknown)
  const result = summarize(trials)
  expect(JSON.stringify(result)).not.toMatch(/null|NaN/)
  for (const text of formsOf(result)) {
    expect(text).not.toMatch(/undefined|NaN|Infinity/)
    expect(flat(text)).not.toMatch(like(checks.mockServerLag('…', '…')))
  }
  expect(checksOf(result, ENGLISH).map(({ name }) => name)).not.toContain(checks.mockServerName)
  // Columns of which nothing is known take no room.
  const { mockServerLagColumn, overIdealColumn, peakConnectionsColumn } = comparison
  for (const head of [mockServerLagColumn, overIdealColumn, peakConnectionsColumn])
    expect(comparisonMarkdown(result)).not.toContain(head)
  const { mockServerLagShortColumn, overIdealShortColumn } = comparison
  for (const head of [mockServerLagShortColumn, overIdealShortColumn, peakConnectionsColumn])
    expect(drawn(result, 120)).not.toContain(head)
})

test('by traces alone it is known how many notifications there were, and the delivery record says no more than that', () => {
  const trials = changed(invokedTrials({ target: 'aws' }), everyTrial, ({ sent, deliveries }) => ({
    deliveries: { ...deliveries, by: 'trace', digest: String(sent) },
  }))
  const text = flat(drawn(summarize(trials), 100))
  expect(text).toContain(checks.outputSameByTrace(6))
  expect(text).toContain(lambda.crossCheckTracesOnly({ matched: 108, invocations: 108, percent: '100.0' }))
  const answered = changed(trials, everyTrial, ({ deliveries }) => ({
    deliveries: { ...deliveries, by: 'answer', digest: 'feedface' },
  }))
  expect(flat(drawn(summarize(answered), 100))).toContain(
    checks.outputSameByAnswer(ENGLISH.count(6, 'notification'), 0),
  )
})

test('why invocations are not matched stands in every form', () => {
  const [first, second] = invokedTrials().filter(
    ({ variant, phase }) => variant === 'pipelined' && phase === 'measured',
  )
  const result = summarize(
    invokedTrials().map((trial) => {
      if (trial.invocation!.traceId === first!.invocation!.traceId)
        return { ...trial, ...retraced(trial, { sent: 99 }) }
      if (trial.invocation!.traceId !== second!.invocation!.traceId) return trial
      const { deliveries } = trial
      return { ...trial, deliveries: { ...deliveries, accepted: deliveries.accepted - 1 } }
    }),
  )
  for (const text of formsOf(result).map(flat)) {
    expect(text).toContain(lambda.unmatchedInvocations(1, lambda.unmatchedTraceCount))
    expect(text).toContain(lambda.unmatchedInvocations(1, lambda.unmatchedDeliveriesCount))
  }
})

// Breakage: traces of which none is whole, and nothing that says so.
test('without a whole trace there is no chart of them, and why there is none is said', () => {
  const { tracing, ...result } = summarize(invokedTrials())
  const untraced = { ...result, tracing: { ...tracing!, phases: [] } }
  const table = tableIn(blocksOf(untraced), 'traces')!
  expect(table.rows).toEqual([])
  for (const text of formsOf(untraced).map(flat)) expect(text).toContain(flat(table.notes[0]!))
})

test('rows of Markdown have as many cells as their heads, whatever a subsegment is called', () => {
  const path = { stepsMs: { 'a|b': 30 }, waitingMs: 4, aroundMs: 1 }
  const text = comparisonMarkdown(summarize(changed(invokedTrials(), everyTrial, (trial) => retraced(trial, { path }))))
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
  const coloured = comparisonText(result, { width: 80, colour: true })
  expect(stripVTControlCharacters(coloured)).toBe(drawn(result, 80))
  expect(coloured).toContain(`\u001B[33m${texts.banner}`)
})

// Breakage: two prices in one table, and nothing that says why they differ.
test('the architecture of each variant is shown where they differ', () => {
  const isX86 = ({ variant }: Trial) => variant === 'pipelined'
  const mixed = changed(invokedTrials(), isX86, (trial) => reinvoked(trial, { architecture: 'x86_64' }))
  const table = tableIn(blocksOf(summarize(mixed)), 'warm')!
  const at = table.columns.findIndex(({ head }) => head === lambda.architectureColumn)
  const shown = Object.fromEntries(table.rows.map(({ cells }) => [cells[0]!, cells[at]]))
  expect(shown).toMatchObject({ sequential: 'arm64', pipelined: 'x86_64' })
  const alike = tableIn(blocksOf(summarize(invokedTrials())), 'warm')!
  expect(alike.columns.map(({ head }) => head)).not.toContain(lambda.architectureColumn)
})
