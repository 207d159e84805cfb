import { basename } from 'node:path'
import { checkCalendar } from '../../../strategies/check.ts'
import type { Window } from '../../../strategies/calendar/window.ts'
import { describeStart, titleOf } from '../../../strategies/message.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { readBytes, type UnreadableFile } from '../../io/read-file.ts'
import { layOut } from '../../report/table.ts'
import { UserError } from '../../io/user-error.ts'
import { explainEvents } from './explain.ts'
import { parseWindow, parseZone } from '../../cli/values.ts'
import { print, printJson } from '../../cli/print.ts'
import { escapeControlCharacters } from '../../io/escape-control-characters.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { jobTexts } from '../../report/messages/commands.ts'

export interface DueCommandOptions {
  readonly now?: string
  readonly within?: string
  readonly zone?: string
  readonly explain?: string
  readonly json?: boolean
}

/** What was found in a file. */
interface Checked {
  readonly name: string
  readonly problems: readonly string[]
}

/** `utakata due`: what is due in calendar files, problems on standard error; or why one event is due or not. Gives the exit code. */
export async function dueCommand(files: readonly string[], options: DueCommandOptions, io: Io): Promise<number> {
  const window = parseWindow(options)
  const zone = parseZone(options.zone)
  const { explain, json } = options
  if (explain?.trim() === '') throw new UserError('nothing-to-explain', {})
  const names = files.map((file) => (file === STDIN ? 'standard input' : basename(file)))
  const isTwice = new Set(names).size < files.length
  const bodies = await Promise.all(
    files.map(async (file, at) => ({ file, name: isTwice ? file : names[at]!, body: await read(file, io) })),
  )
  if (explain !== undefined) return printProblems(explainIn(bodies, explain, { window, zone, io }), io)

  // Every event is looked at, so that all problems are found; what is due is the same either way.
  const calendars = bodies.map(({ body, ...file }) => ({
    ...file,
    calendar: checkCalendar(body, window, { zone, mode: 'full' }),
  }))
  if (json) {
    const plain = calendars.map(({ file, calendar: { name, occurrences, problems } }) => ({
      file,
      name,
      problems,
      occurrences: occurrences.map(({ startMs, recurrenceMs, ...rest }) => ({
        ...rest,
        start: new Date(startMs).toISOString(),
        ...(recurrenceMs !== undefined && { movedFrom: new Date(recurrenceMs).toISOString() }),
      })),
    }))
    printJson(plain, io.stdout)
    return plain.some(({ problems }) => problems.length > 0) ? EXIT.jobHadFailures : EXIT.done
  }
  const rows = calendars.flatMap(({ name, calendar: { occurrences } }) =>
    occurrences.map((occurrence) =>
      [describeStart(occurrence), name, titleOf(occurrence)].map(escapeControlCharacters),
    ),
  )
  const checked = calendars.map(({ name, calendar: { problems } }) => ({ name, problems }))
  const isWhole = checked.every(({ problems }) => problems.length === 0)
  if (rows.length > 0) for (const line of layOut([jobTexts.dueHead, ...rows])) print(line, io.stdout)
  else print(jobTexts.nothingDue(isWhole, describeWindow(window)), io.stdout)
  return printProblems(checked, io)
}

function printProblems(files: readonly Checked[], { stderr }: Io): number {
  for (const { name, problems } of files)
    for (const problem of problems) print(`${name}: ${escapeControlCharacters(problem)}`, stderr)
  return files.some(({ problems }) => problems.length > 0) ? EXIT.jobHadFailures : EXIT.done
}

function explainIn(
  files: readonly { readonly name: string; readonly body: Buffer }[],
  wanted: string,
  { window, zone, io }: { readonly window: Window; readonly zone: string; readonly io: Io },
): readonly Checked[] {
  const explained = files.map(({ name, body }) => ({ name, ...explainEvents(body, wanted, window, zone) }))
  const found = explained.filter(({ lines }) => lines.length > 0)
  if (found.length === 0) {
    printProblems(explained, io)
    throw new UserError('nothing-to-explain', { given: wanted })
  }
  found.forEach(({ name, lines }, at) => {
    for (const line of [...(at > 0 ? [''] : []), jobTexts.explained(name, describeWindow(window)), ...lines])
      print(line, io.stdout)
  })
  return found
}

function describeWindow({ fromMs, untilMs }: Window): string {
  const text = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z')
  return jobTexts.between(text(fromMs), text(untilMs))
}

/** A check takes less, and says of what has more that it is not read; what has no end is not begun with. */
const MAX_CALENDAR_BYTES = 64_000_000

const STDIN = '-'

async function read(file: string, io: Io): Promise<Buffer> {
  try {
    return file === STDIN
      ? await readInput(io)
      : readBytes(pathIn(io, file), { mostBytes: MAX_CALENDAR_BYTES, isPipeAllowed: true })
  } catch (error) {
    if (error instanceof UserError) throw error
    if (/^(?:[a-z]+:\/\/|https?:|webcals?:)/i.test(file)) throw new UserError('calendar-is-address', {})
    throw new UserError('calendar-unreadable', { file, why: (error as UnreadableFile).why })
  }
}

async function readInput({ stdin }: Io): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stdin) {
    bytes += chunk.length
    if (bytes > MAX_CALENDAR_BYTES) throw new UserError('calendar-input-too-long', { mostMb: MAX_CALENDAR_BYTES / 1e6 })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
