import { existsSync } from 'node:fs'
import { EXIT } from '../../cli/exit-code.ts'
import { drawBenchstat } from '../../export/benchstat.ts'
import { type Choice, chosen } from '../../export/choice.ts'
import { drawChrome } from '../../export/chrome.ts'
import { drawCsv } from '../../export/csv.ts'
import { drawOtlp } from '../../export/otlp.ts'
import { drawJunit, suiteOf } from '../../export/junit.ts'
import { isScheduled } from '../../judge/load/blocks.ts'
import type { LoadResult } from '../../judge/load/judgement.ts'
import { comparisonDocument } from '../../report/documents/comparison.ts'
import { loadDocument } from '../../report/documents/load.ts'
import { type Unit, unitOf } from '../../report/format.ts'
import { ENGLISH } from '../../report/messages/en.ts'
import { drawMarkdown } from '../../report/render/markdown.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { jsonOf } from '../../judge/comparison/results.ts'
import { readTimelines, TIMELINES_FILE, type Timeline } from '../../trial/timelines.ts'
import type { Trial } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import { isReplaced, writeNamed, writeNew } from '../../io/write-whole.ts'
import { isThere } from '../results/folder.ts'
import { parseCount } from '../../cli/values.ts'
import { summarizeLoad } from '../../judge/load/summarize.ts'
import { readFolder, readResults } from './report.ts'
import { asJson, print } from '../../cli/print.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import type { Problem } from '../../io/problems.ts'
import { problemText } from '../../report/messages/problems.ts'
import { noticeTexts } from '../../report/messages/commands.ts'

export interface ExportOptions {
  readonly format: keyof typeof FORMATS
  readonly output?: string
  readonly force?: boolean
  readonly variant?: string
  readonly block?: string
  readonly iteration?: string
  /** Warm-up and cold runs too. */
  readonly all?: boolean
}

/** A format of the result of a whole run, where it can be of jobs on a schedule too, or of single runs of it. */
type Format =
  | {
      readonly of: 'results'
      readonly draw: (results: readonly Result[]) => string
      readonly drawLoad?: (load: LoadResult) => string
    }
  | { readonly of: 'trials'; readonly draw: (trials: readonly Trial[], choice: Choice, isAll: boolean) => string }
  /** Of runs, with the timelines of those that have one. */
  | {
      readonly of: 'runs'
      readonly draw: (trials: readonly Trial[], timelines: readonly Timeline[]) => Iterable<string>
    }
  | { readonly of: 'timelines'; readonly draw: (timelines: readonly Timeline[], unit: Unit) => string }

const FORMATS = {
  csv: {
    of: 'trials',
    draw: (trials, choice, isAll) => {
      const runs = isAll ? trials : trials.filter(({ phase }) => phase === 'measured')
      return drawCsv(chosen(runs, choice, { of: 'runs', unit: unitOf(trials[0]!) }))
    },
  },
  benchstat: { of: 'trials', draw: drawBenchstat },
  json: { of: 'results', draw: (results) => asJson(jsonOf(results)), drawLoad: asJson },
  markdown: {
    of: 'results',
    draw: (results) => drawMarkdown(comparisonDocument({ results }, ENGLISH), ENGLISH),
    drawLoad: (load) => drawMarkdown(loadDocument(load, ENGLISH), ENGLISH),
  },
  junit: { of: 'results', draw: (results) => drawJunit(results.map(suiteOf)) },
  chrome: { of: 'timelines', draw: drawChrome },
  otlp: { of: 'runs', draw: drawOtlp },
} satisfies Readonly<Record<string, Format>>

/** `utakata export`: a result for other tools, printed or as a file. Gives the exit code. */
export function exportCommand(folder: string, options: ExportOptions, io: Io): number {
  const { force = false } = options
  const out = options.output === undefined ? undefined : pathIn(io, options.output)
  // Before anything is read: nobody should wait for what cannot be written.
  if (out !== undefined) checkOut(out, force)
  const text = textOf(pathIn(io, folder), options, io)
  if (out === undefined) for (const piece of typeof text === 'string' ? [text] : text) io.stdout.write(piece)
  else {
    writeOut(out, text, force)
    // Standard output may be what was written to.
    print(noticeTexts.written(out), io.stderr)
  }
  return EXIT.done
}

function textOf(folder: string, options: ExportOptions, io: Io): string | Iterable<string> {
  const format: Format = FORMATS[options.format]
  const choice = choiceOf(options)
  const { all = false } = options
  if (all && options.format !== 'csv') throw new UserError('all-without-csv', { format: options.format })
  const { trials, warnings } = readFolder(folder)
  warn(warnings, io)
  if (format.of === 'trials') return format.draw(trials, choice, all)
  if (format.of === 'runs') {
    const own = existsSync(`${folder}/${TIMELINES_FILE}`) ? timelinesIn(folder, io) : []
    return format.draw(chosen(trials, choice, { of: 'runs', unit: unitOf(trials[0]!) }), own)
  }
  if (trials.some(isScheduled)) return loadText(options.format, trials)
  if (format.of === 'results') return format.draw(readResults(trials))
  const unit = unitOf(trials[0]!)
  return format.draw(chosen(timelinesIn(folder, io), choice, { of: 'timelines', unit }), unit)
}

function loadText(name: ExportOptions['format'], trials: readonly Trial[]): string {
  const drawOf = (format: Format) => (format.of === 'results' ? format.drawLoad : undefined)
  const draw = drawOf(FORMATS[name])
  if (draw) return draw(summarizeLoad(trials))
  const able = Object.entries<Format>(FORMATS).filter(
    ([, format]) => format.of === 'trials' || format.of === 'runs' || drawOf(format),
  )
  throw new UserError('format-of-schedule', { able: able.map(([other]) => other), given: name })
}

function choiceOf({ format, variant, block, iteration }: ExportOptions): Choice {
  const given = Object.entries({ variant, block, iteration }).find(([, value]) => value !== undefined)
  if (given && FORMATS[format].of === 'results') throw new UserError('choice-of-results', { option: given[0], format })
  return {
    ...(variant !== undefined && { variant }),
    ...(block !== undefined && { block: parseCount(block, '--block') }),
    ...(iteration !== undefined && { iteration: parseCount(iteration, '--iteration', 0) }),
  }
}

function timelinesIn(folder: string, io: Io): Timeline[] {
  const file = `${folder}/${TIMELINES_FILE}`
  const read = readTimelines(file)
  warn(read.warnings, io)
  return read.timelines
}

function warn(warnings: readonly Problem[], { stderr }: Io): void {
  for (const warning of warnings) print(`utakata: ${problemText(warning)}`, stderr)
}

/** Throws a UserError where it cannot be written, or is there and is not to be overwritten. */
function checkOut(file: string, force: boolean): void {
  try {
    if (!isReplaced(file) || force) return
  } catch (error) {
    throw unwritable(file, error)
  }
  throw notNew(file)
}

/** Throws a UserError where it cannot be written. */
function writeOut(file: string, text: string | Iterable<string>, force: boolean): void {
  try {
    // What is there without being replaced, as a pipe, or a link that leads nowhere yet.
    if (force || (isThere(file) && !isReplaced(file))) writeNamed(file, text)
    else writeNew(file, text)
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw notNew(file)
    throw unwritable(file, error)
  }
}

function notNew(file: string): UserError {
  return new UserError('file-there', { file })
}

function unwritable(file: string, error: unknown): UserError {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EISDIR') return new UserError('file-is-folder', { option: '--output', file })
  return new UserError('file-unwritable', { option: '--output', file, system: code! }, { cause: error })
}
