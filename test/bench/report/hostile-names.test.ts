import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareCommand } from '../../../bench/commands/report/compare.ts'
import { exportCommand } from '../../../bench/commands/report/export.ts'
import { reportIn } from '../../../bench/commands/report/report.ts'
import { escapeControlCharacters } from '../../../bench/io/escape-control-characters.ts'
import { pageOf } from '../../../bench/commands/results/give-report.ts'
import { drawMarkdown } from '../../../bench/report/render/markdown.ts'
import { drawStandalone, standaloneCharts } from '../../../bench/report/render/standalone.ts'
import { drawTerminal } from '../../../bench/report/render/terminal.ts'
import { JUDGEMENT_SCHEMA } from '../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { aFolder } from '../../support/folders.ts'
import { anyName, invisibleIn } from '../../support/hostile-names.ts'
import { timelinesFor } from '../../support/pages.ts'
import { samples } from '../../support/samples.ts'
import { loadTrialsOf } from '../judge/load/simulated.ts'
import { aRecord, simulatedCells } from '../../support/sweeps.ts'
import { trialsOf, aFault } from '../../support/trials.ts'
import { anIo } from '../../support/in-process.ts'
import type { Io } from '../../../bench/cli/io.ts'

const asLines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

/** Two candidates, a scenario, a failure, a machine and a limit of these names. */
function named(
  trials: readonly Trial[],
  [scenario = 'x', , , why = 'x', machine = 'x', limit = 'x']: readonly string[],
): Trial[] {
  return trials.map((trial, index) => ({
    ...trial,
    scenario: { ...trial.scenario, name: scenario },
    faults: index === trials.length - 3 ? [aFault(why)] : [],
    failures: { [limit]: 1 },
    limits: { [limit]: 2 },
    ...(index === 30 && {
      discarded: { code: 'mock-server-failed', failure: { code: 'threw', message: why } } as const,
    }),
    environment: { ...trial.environment, cpu: machine, revision: machine },
  }))
}

/** Everything that is printed while something is done. */
function printed(work: (io: Io) => unknown): string {
  const io = anIo()
  work(io)
  return io.printed.stdout + io.printed.stderr
}

function expectVisible(text: string, form: string): void {
  expect.soft(invisibleIn(text.replaceAll(/\r?\n/g, '')), form).toEqual([])
}

/** No cell is more than one, and nothing in a name is a tag, a link or code. */
function expectMarkdownText(text: string, form: string): void {
  const plain = text.replaceAll(/\\[!-/:-@[-`{-~]/g, '')
  // Blocks that are folded are our own.
  expect.soft(plain.replaceAll(/<details><summary>|<\/summary>|<\/details>/g, ''), form).not.toMatch(/<\w|[`[\]]|\S~/)
  // GFM makes links and mentions of these by themselves.
  expect.soft(text, form).not.toMatch(/:\/\/|\bwww\.|@(?!<!---->)/i)
  for (const table of plain.split(/\n(?!\|)/).filter((part) => part.startsWith('|')))
    expect
      .soft(
        new Set(
          table
            .split('\n')
            .filter((line) => line.startsWith('|'))
            .map((line) => line.split('|').length),
        ).size,
        table,
      )
      .toBe(1)
}

const sixNames = fc.uniqueArray(anyName, {
  minLength: 6,
  maxLength: 6,
  selector: (name) => escapeControlCharacters(name.slice(0, 500)),
})

// Breakage: a field of a trial without an escape, a form that prints what it was given, or a cell that is not escaped.
test('whatever anything is called, each form of a report and each export has it as visible text on one line', async () => {
  await fc.assert(
    fc.asyncProperty(sixNames, async (names) => {
      const trials = named(trialsOf({ candidates: { [`1${names[1]}`]: 0.5, [`2${names[2]}`]: 0.8 }, cold: 2 }), names)
      const timelines = timelinesFor(summarize(trials))
      const folder = aFolder({ 'trials.jsonl': asLines(trials), 'timelines.jsonl': asLines(timelines) })
      const report = await reportIn(folder, {}, anIo())
      const { document } = report
      const exported = (format: 'csv' | 'benchstat' | 'junit' | 'chrome' | 'markdown' | 'json') =>
        printed((io) => exportCommand(folder, { format, all: format === 'csv' }, io))
      const texts = {
        terminal: drawTerminal(document, { width: 100, colour: false, messages: report.messages, isFull: true }),
        recommendation: [document.recommendation.headline, ...document.recommendation.details].join('\n'),
        markdown: drawMarkdown(document, report.messages),
        page: await pageOf(report),
        pictures: standaloneCharts(document, report.messages)
          .map((chart) => drawStandalone(chart, 'light'))
          .join('\n'),
        json: exported('json'),
        csv: exported('csv'),
        benchstat: exported('benchstat'),
        junit: exported('junit'),
        chrome: exported('chrome'),
        compared: printed((io) => compareCommand(folder, folder, {}, io)),
        comparedJson: printed((io) => compareCommand(folder, folder, { json: true }, io)),
      }
      for (const [form, text] of Object.entries(texts)) expectVisible(text, form)
      expectMarkdownText(texts.markdown, 'markdown')
      expect.soft(texts.csv.trimEnd().split('\n')).toHaveLength(trials.length + 1)
      expect.soft(texts.page).not.toMatch(/<(?:script|img)/i)
      expect.soft(JSON.parse(texts.json)).toMatchObject({ schema: JUDGEMENT_SCHEMA })
    }),
    { numRuns: samples(6) },
  )
})

test('jobs on a schedule and sweeps have such names as visible text too', async () => {
  const hostile = '\u001B]0;x\u0007 \u202E|[x](javascript:1)<script>\n`\u200B'
  const rate = await loadTrialsOf({ serviceMs: { sequential: 60, [hostile]: 20 } })
  const record = { ...aRecord('world.items.count=[1,3]'), name: hostile }
  const sweep = aFolder({ 'sweep.json': JSON.stringify(record) })
  for (const { cell, trials } of simulatedCells(record, () => ({ candidates: { [hostile]: 0.5 } }))) {
    mkdirSync(join(sweep, cell.folder), { recursive: true })
    writeFileSync(join(sweep, cell.folder, 'trials.jsonl'), asLines(trials))
  }
  for (const folder of [aFolder({ 'trials.jsonl': asLines(named(rate, [hostile])) }), sweep]) {
    const report = await reportIn(folder, {}, anIo())
    const markdown = drawMarkdown(report.document, report.messages)
    expectVisible(
      drawTerminal(report.document, { width: 80, colour: false, messages: report.messages, isFull: true }),
      'terminal',
    )
    expectVisible(await pageOf(report), 'page')
    expectVisible(markdown, 'markdown')
    expectMarkdownText(markdown, 'markdown')
    expect(markdown).toContain('\\u001B]0;x\\u0007'.replaceAll(/[\\\]]/g, '\\$&'))
  }
})
