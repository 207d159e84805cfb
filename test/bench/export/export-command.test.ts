import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawBenchstat } from '../../../bench/export/benchstat.ts'
import { drawCsv } from '../../../bench/export/csv.ts'
import { drawJunit, suiteOf } from '../../../bench/export/junit.ts'
import { summarizeLoad } from '../../../bench/judge/load/summarize.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { exportCommand } from '../../../bench/commands/report/export.ts'
import { noticeTexts } from '../../../bench/report/messages/commands.ts'
import { exportTexts } from '../../../bench/report/messages/exports.ts'
import { problemText } from '../../../bench/report/messages/problems.ts'
import type { Timeline } from '../../../bench/trial/timelines.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { utakata } from '../../support/command-line.ts'
import { aDevice, aFolder } from '../../support/folders.ts'
import { trialsOf } from '../../support/trials.ts'
import { loadTrialsOf } from '../judge/load/simulated.ts'
import { comparisonMarkdown, loadMarkdown } from '../../support/reports.ts'
import { anIo, run } from '../../support/in-process.ts'

const trials = trialsOf({ blocks: 2, iterations: 2 })
const measuredOf = (all: readonly Trial[]) => all.filter(({ phase }) => phase === 'measured')
const jsonLines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const timelines = ['sequential', 'pipelined'].flatMap((variant) =>
  [1, 2].map((iteration): Timeline => ({ schema: 2, variant, block: 1, iteration, feeds: [] })),
)
const aResult = (more: Readonly<Record<string, string>> = {}) =>
  aFolder({ 'trials.jsonl': jsonLines(trials), 'timelines.jsonl': jsonLines(timelines), ...more })

/** What is written to a new file of a folder. */
function exported(options: Omit<Parameters<typeof exportCommand>[1], 'output'>, folder = aResult()): string {
  const out = join(folder, 'exported')
  expect(exportCommand(folder, { ...options, output: out }, anIo())).toBe(0)
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  return readFileSync(out, 'utf8')
}

test('each format is printed where no file is named, and nothing else is', async () => {
  const result = summarize(trials)
  const folder = aResult()
  const printed = async (format: string) => {
    const { code, stdout, stderr } = await run(['export', folder, '--format', format])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return stdout
  }
  expect(await printed('csv')).toBe(drawCsv(measuredOf(trials)))
  expect(await printed('benchstat')).toBe(drawBenchstat(trials))
  expect(await printed('markdown')).toBe(comparisonMarkdown(result))
  expect(await printed('junit')).toBe(drawJunit([suiteOf(result)]))
  expect(JSON.parse(await printed('json'))).toEqual(JSON.parse(JSON.stringify(result)))
  expect(JSON.parse(await printed('chrome'))).toHaveProperty('traceEvents')
})

test('runs are chosen by variant, block and iteration', () => {
  const only = measuredOf(trials).filter(
    ({ variant, block, iteration }) => variant === 'A/A' && block === 2 && iteration === 1,
  )
  expect(exported({ format: 'csv', variant: 'A/A', block: '2', iteration: '1' })).toBe(drawCsv(only))
  const runs = new Set(
    ['sequential', 'pipelined'].flatMap((variant) =>
      [1, 2].map((iteration) => exportTexts.run({ variant, unit: 'process', block: 1, iteration })),
    ),
  )
  const names = (text: string) =>
    [...text.matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name).filter((name) => runs.has(name!))
  expect(names(exported({ format: 'chrome' }))).toHaveLength(4)
  expect(names(exported({ format: 'chrome', iteration: '2' }))).toEqual([
    exportTexts.run({ variant: 'sequential', unit: 'process', block: 1, iteration: 2 }),
    exportTexts.run({ variant: 'pipelined', unit: 'process', block: 1, iteration: 2 }),
  ])
})

// Breakage: a mean over warm-ups, by whoever reads the file and does not know of the column.
test('CSV has the measured runs, and with --all the others too, told apart by their phase', () => {
  const warm = trialsOf({ blocks: 2, iterations: 2, cold: 3 })
  const first = warm.find(({ phase }) => phase === 'measured')
  const all = [{ ...first!, phase: 'warmup' as const, iteration: 1 }, ...warm]
  const folder = () => aFolder({ 'trials.jsonl': jsonLines(all) })
  expect(new Set(all.map(({ phase }) => phase))).toEqual(new Set(['warmup', 'cold', 'measured']))
  expect(exported({ format: 'csv' }, folder())).toBe(drawCsv(measuredOf(all)))
  expect(exported({ format: 'csv', all: true }, folder())).toBe(drawCsv(all))
  expect(exported({ format: 'csv', all: true, iteration: '0' }, folder()).split('\r\n').length).toBeGreaterThan(2)
  expect(() => exported({ format: 'benchstat', all: true }, folder())).toThrow(
    expect.objectContaining({ code: 'all-without-csv', parameters: { format: 'benchstat' } }),
  )
})

test('a choice that meets no run says which there are', () => {
  expect(() => exported({ format: 'csv', variant: 'piplined' })).toThrow(
    expect.objectContaining({
      code: 'unknown-variant',
      parameters: { known: ['sequential', 'pipelined', 'A/A', '+10%'], given: 'piplined' },
    }),
  )
  expect(() => exported({ format: 'csv', variant: 'A/A', block: '9' })).toThrow(
    expect.objectContaining({
      code: 'no-such-runs',
      parameters: { of: 'runs', unit: 'process', block: 9, variant: 'A/A', blocks: 2, iterations: 2 },
    }),
  )
  expect(() => exported({ format: 'csv', block: 'one' })).toThrow(
    expect.objectContaining({ code: 'not-a-count', parameters: { option: '--block', least: 1, given: 'one' } }),
  )
})

// Breakage: "processes go to 1", said of a result of two.
test('a block without timelines is named as such, and not as one that was never run', () => {
  for (const block of ['2', '9'])
    expect(() => exported({ format: 'chrome', block: block })).toThrow(
      expect.objectContaining({
        code: 'no-such-runs',
        parameters: { of: 'timelines', unit: 'process', block: Number(block), blocks: 1, iterations: 2 },
      }),
    )
  expect(() => exported({ format: 'chrome', variant: 'pipelined', iteration: '3' })).toThrow(
    new UserError('no-such-runs', {
      of: 'timelines',
      unit: 'process',
      iteration: 3,
      variant: 'pipelined',
      blocks: 1,
      iterations: 2,
    }),
  )
})

// Breakage: a report of service times alone, or "measure again" where no measuring would give a timeline.
test('jobs on a schedule are exported as what they are, and not in a format that has no place for when they were due', async () => {
  const jobs = await loadTrialsOf({ jobs: 8, blocks: 2 })
  const folder = () => aFolder({ 'trials.jsonl': jsonLines(jobs) })
  const result = summarizeLoad(jobs)
  expect(exported({ format: 'json' }, folder())).toBe(`${JSON.stringify(result, undefined, 2)}\n`)
  expect(exported({ format: 'markdown' }, folder())).toBe(loadMarkdown(result))
  expect(exported({ format: 'benchstat' }, folder())).toBe(drawBenchstat(jobs))
  expect(exported({ format: 'csv' }, folder())).toBe(drawCsv(measuredOf(jobs)))
  for (const format of ['junit', 'chrome'] as const) {
    expect(() => exported({ format }, folder())).toThrow(UserError)
    expect(() => exported({ format }, folder())).toThrow(
      expect.objectContaining({
        code: 'format-of-schedule',
        parameters: { able: ['csv', 'benchstat', 'json', 'markdown', 'otlp'], given: format },
      }),
    )
  }
})

// Breakage: a verdict of one iteration, said of the whole result.
test('what judges all runs takes no choice of them', () => {
  for (const format of ['json', 'markdown', 'junit'] as const)
    expect(() => exported({ format, iteration: '1' })).toThrow(
      expect.objectContaining({ code: 'choice-of-results', parameters: { option: 'iteration', format } }),
    )
})

test('a file that is there is overwritten only with --force', () => {
  const folder = aResult({ exported: 'mine' })
  const out = join(folder, 'exported')
  expect(() => exported({ format: 'csv' }, folder)).toThrow(UserError)
  expect(() => exported({ format: 'csv' }, folder)).toThrow(expect.objectContaining({ code: 'file-there' }))
  expect(readFileSync(out, 'utf8')).toBe('mine')
  expect(exported({ format: 'csv', force: true, all: true }, folder)).toBe(drawCsv(trials))
})

// Breakage: half a file, or a .part that is left lying there.
test('where nothing can be written, nothing is', () => {
  const folder = aResult()
  const before = readdirSync(folder)
  expect(() => exportCommand(folder, { format: 'csv', output: join(folder, 'not-there', 'runs.csv') }, anIo())).toThrow(
    expect.objectContaining({ code: 'file-unwritable' }),
  )
  mkdirSync(join(folder, 'inner'))
  writeFileSync(join(folder, 'inner', 'mine'), '')
  expect(() => exportCommand(folder, { format: 'csv', output: join(folder, 'inner'), force: true }, anIo())).toThrow(
    UserError,
  )
  expect(readdirSync(folder)).toEqual([...before, 'inner'].sort())
})

test('a folder is kept apart from a file, with and without --force', () => {
  const folder = aResult()
  for (const force of [true, false])
    expect(() => exportCommand(folder, { format: 'csv', output: folder, force }, anIo())).toThrow(
      expect.objectContaining({ code: 'file-is-folder' }),
    )
})

// Breakage: "expected a file that is not there yet", a device that is replaced, or a line about it in the middle of what is written.
test.skipIf(process.platform !== 'linux')('standard output may be named as the file, and so may a device', async () => {
  const folder = aResult()
  const args = ['export', folder, '--format', 'csv', '--output']
  const printed = await utakata([...args, '/dev/stdout'])
  expect(printed).toEqual({
    code: 0,
    stdout: drawCsv(measuredOf(trials)),
    stderr: `${noticeTexts.written('/dev/stdout')}\n`,
  })
  const [nowhere, full] = [aDevice('null'), aDevice('full')]
  expect(await run([...args, nowhere])).toMatchObject({ code: 0, stdout: '' })
  expect(statSync(nowhere).isCharacterDevice()).toBe(true)
  const refused = await run([...args, full])
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain(
    problemText({ code: 'file-unwritable', parameters: { option: '--output', file: full, system: 'ENOSPC' } }),
  )
})

// Breakage: report.md.part, which leads to whatever somebody else has put there.
test('a report in a folder of somebody else writes to nothing outside of it', async () => {
  const folder = aResult()
  const precious = join(aFolder({ precious: 'mine' }), 'precious')
  for (const name of ['report.md', 'report.md.part', 'report.json', 'report.html.part'])
    symlinkSync(precious, join(folder, name))
  await run(['report', folder, '--quiet'])
  expect(readFileSync(precious, 'utf8')).toBe('mine')
  for (const name of ['report.md', 'report.json', 'report.html'])
    expect(lstatSync(join(folder, name)).isFile(), name).toBe(true)
})

test('a folder without timelines says what to do', () => {
  const folder = aFolder({ 'trials.jsonl': jsonLines(trials) })
  expect(() => exported({ format: 'chrome' }, folder)).toThrow(UserError)
  expect(() => exported({ format: 'chrome' }, folder)).toThrow(
    expect.objectContaining({ code: 'timelines-unreadable' }),
  )
})

test('the format must be named, and be one of them', async () => {
  const none = await run(['export', aResult()])
  expect(none).toMatchObject({ code: 1, stdout: '' })
  expect(none.stderr).toContain("required option '--format <name>' not specified")
  const other = await run(['export', aResult(), '--format', 'xlsx'])
  expect(other).toMatchObject({ code: 1, stdout: '' })
  expect(other.stderr).toContain('csv, benchstat, json, markdown, junit, chrome')
})

// Breakage: what a shell has opened for an argument, and Node does not hand on from the launcher to what it launches.
test.skipIf(process.platform !== 'linux')('a descriptor and a process substitution may be named as the file', () => {
  const folder = aResult()
  const launcher = join(import.meta.dirname, '../../../bench/launch.mjs')
  const command = `"${process.execPath}" "${launcher}" export . --format csv --output`
  const written = (rest: string) => {
    execFileSync('bash', ['-c', `${command} ${rest}`], { cwd: folder, stdio: 'ignore' })
    return readFileSync(join(folder, 'runs.csv'), 'utf8')
  }
  expect(written('/dev/fd/3 3> runs.csv')).toBe(drawCsv(measuredOf(trials)))
  expect(written('/proc/self/fd/11 11> runs.csv')).toBe(drawCsv(measuredOf(trials)))
  expect(written('>(cat > runs.csv); wait $!')).toBe(drawCsv(measuredOf(trials)))
})
