import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { checkCalendar } from '../../strategies/check.ts'
import type { Window } from '../../strategies/job.ts'
import { describeStart } from '../../strategies/message.ts'
import { EXIT } from '../exit-code.ts'
import { layOut } from '../report/table.ts'
import { UsageError } from '../usage-error.ts'
import { explainEvents } from './explain.ts'
import { parseWindow, parseZone } from './options.ts'
import { visible } from './visible.ts'

export interface CheckCommandOptions {
  readonly now?: string
  readonly within?: string
  readonly zone?: string
  readonly explain?: string
  readonly json?: boolean
}

/** `utakata check`: what is due in calendar files; problems on standard error; or why one event is due or not. Gives the exit code. */
export function checkCommand(files: readonly string[], options: CheckCommandOptions): number {
  const window = parseWindow(options)
  const zone = parseZone(options.zone)
  const { explain } = options
  if (explain !== undefined) return explainIn(files, explain, window, zone)
  // Every event is looked at, so that all problems are found; what is due is the same either way.
  const calendars = files.map((file) => ({ file, ...checkCalendar(read(file), window, { zone, mode: 'full' }) }))

  if (options.json) {
    const plain = calendars.map(({ file, name, occurrences, problems }) => {
      return {
        file,
        name,
        problems,
        occurrences: occurrences.map(({ startMs, ...rest }) => ({ ...rest, start: new Date(startMs).toISOString() })),
      }
    })
    console.log(JSON.stringify(plain, undefined, 2))
  } else {
    const rows = calendars.flatMap(({ file, occurrences }) =>
      occurrences.map((occurrence) => [describeStart(occurrence), basename(file), occurrence.summary].map(visible)),
    )
    if (rows.length > 0) for (const line of layOut([['start', 'file', 'event'], ...rows])) console.log(line)
    else
      console.log(
        `Nothing starts between ${new Date(window.fromMs).toISOString()} and ${new Date(window.untilMs).toISOString()}.`,
      )
    for (const { file, problems } of calendars)
      for (const problem of problems) console.error(`${basename(file)}: ${visible(problem)}`)
  }
  return calendars.some(({ problems }) => problems.length > 0) ? EXIT.jobHadFailures : EXIT.done
}

function explainIn(files: readonly string[], wanted: string, window: Window, zone: string): number {
  const found = files.flatMap((file) => {
    const lines = explainEvents(read(file), wanted, window, zone)
    return lines.length > 0 ? [`${basename(file)}, ${describeWindow(window)}`, ...lines, ''] : []
  })
  if (found.length === 0)
    throw new UsageError(
      `--explain: expected a UID, part of a title or a line such as "line 12" of an event, got "${wanted}", which names none`,
    )
  for (const line of found.slice(0, -1)) console.log(line)
  return EXIT.done
}

function describeWindow({ fromMs, untilMs }: Window): string {
  return `window from ${new Date(fromMs).toISOString()} to ${new Date(untilMs).toISOString()}`
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UsageError(
      `expected a calendar file, got "${file}", which cannot be read (${(error as NodeJS.ErrnoException).code}); for addresses there is utakata run --dry-run`,
    )
  }
}
