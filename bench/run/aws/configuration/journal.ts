import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { DisposableStack } from '@whatwg-node/disposablestack'
import { described } from '../../../scenario/describe-issue.ts'
import { linesOf, UnreadableFile } from '../../../io/read-file.ts'
import { problemOf, UserError } from '../../../io/user-error.ts'
import { holdFile } from '../../../io/exclusive-file.ts'

const placeOfFunction = {
  name: z.string(),
  arn: z.string(),
  region: z.string(),
  /** Where it is not AWS's own. */
  endpoint: z.string().optional(),
}

const changeSchema = z.object({
  kind: z.literal('change'),
  ...placeOfFunction,
  memoryMb: z.object({ from: z.number(), to: z.number() }).optional(),
  /** Our variable; null where it was not there. No other variable is ever written down: they may hold secrets. */
  touched: z.object({ from: z.string().nullable(), to: z.string() }).optional(),
})

const publicationSchema = z.object({
  kind: z.literal('publish'),
  ...placeOfFunction,
  /** The description that the version gets, by which it is found where nobody heard its number. */
  marker: z.string(),
})

const aliasTargetSchema = z.object({
  version: z.string(),
  routing: z.object({ version: z.string(), weight: z.number() }).optional(),
})

const aliasSchema = z.object({
  kind: z.literal('alias'),
  ...placeOfFunction,
  alias: z.string(),
  from: aliasTargetSchema,
  to: aliasTargetSchema,
  /** Of the result that is applied. */
  folder: z.string(),
})

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), schema: z.literal(3), pid: z.number() }),
  changeSchema,
  publicationSchema,
  z.object({ kind: z.literal('published'), marker: z.string(), version: z.string() }),
  z.object({ kind: z.literal('deleted'), marker: z.string() }),
  aliasSchema,
  /**
   * All that was to be applied is: what is open stays so, for whoever wants it undone. `lastModified`: of the function then, as Lambda says it;
   * `folder`: of the result.
   */
  z.object({ kind: z.literal('applied'), arn: z.string(), lastModified: z.string(), folder: z.string() }),
  z.object({ kind: z.literal('put back'), arn: z.string() }),
])

/** Of a file with a line for each change of a function. */
const LIMITS = { mostBytes: 16_000_000, mostLineBytes: 100_000 }

type Line = z.infer<typeof lineSchema>

/** After these what is open is not all that was applied. */
const OPENING: ReadonlySet<Line['kind']> = new Set(['change', 'publish', 'alias', 'put back'])

/** One change of one function as it was about to be made. */
export type Change = Readonly<Omit<z.infer<typeof changeSchema>, 'kind'>>

/** A version of a function that was about to be published; `version` once its number is known. */
export interface Publication extends Readonly<Omit<z.infer<typeof publicationSchema>, 'kind'>> {
  readonly version?: string
}

/** A move of an alias as it was about to be made. */
export type AliasMove = Readonly<Omit<z.infer<typeof aliasSchema>, 'kind'>>

/** A function when all that was to be applied to it was. */
export type Applied = Readonly<Omit<Extract<Line, { kind: 'applied' }>, 'kind'>>

/** What was changed in AWS and how it was before, in a file that outlives this process. */
export interface Journal extends Disposable {
  readonly file: string
  /** Writes down a change that is about to be made; it is on the disk when this returns. Throws the system's error. */
  readonly write: (change: Change) => void
  /** The same of a version that is about to be published, then of its number, then that it is there no more. */
  readonly writePublication: (publication: Omit<Publication, 'version'>) => void
  readonly markPublished: (marker: string, version: string) => void
  readonly markDeleted: (marker: string) => void
  readonly writeAlias: (move: AliasMove) => void
  readonly markApplied: (applied: Applied) => void
  /** Whether what is open was applied as a whole, and is not the rest of something cut short. */
  readonly isApplied: () => boolean
  /** Whether nothing is open. */
  readonly isEmpty: () => boolean
  /** Forgets what is open. */
  readonly clear: () => void
  /** Everything about this function is as it was, but for versions that are not marked as deleted. */
  readonly markPutBack: (arn: string) => void
  /** What may not have been put back, oldest first. */
  readonly open: () => readonly Change[]
  /** Aliases that may not have been moved back, oldest first. */
  readonly aliases: () => readonly AliasMove[]
  /** Versions that may still be there, oldest first. */
  readonly publications: () => readonly Publication[]
}

/** Follows no link and waits for no reader or writer of a pipe, even if the file was replaced since it was read. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** The command that puts back what a journal names. */
export const RESTORE = 'npx utakata ab --restore'

/**
 * Opens the journal of a run, as JSON lines that only this user may read, and holds it against other runs. Throws a UserError
 * where it cannot be written, where another run holds it, and where an earlier run left something to be put back.
 */
export function openJournal(file: string): Journal {
  const journal = reopenJournal(file)
  if (journal.isEmpty()) return journal
  const names = new Set([...journal.open(), ...journal.publications(), ...journal.aliases()].map(({ name }) => name))
  journal[Symbol.dispose]()
  throw new UserError('not-put-back', { names: [...names], file, command: RESTORE })
}

/** The function to which something was applied last, as a journal has it that need not be there; whoever holds it is not disturbed. */
export function lastAppliedIn(file: string): Applied | undefined {
  return readLines(file).findLast((line) => line.kind === 'applied')
}

/** The last move of an alias that was not put back since, as `lastAppliedIn` reads it. */
export function lastMoveIn(file: string, arn: string, alias: string): AliasMove | undefined {
  const last = readLines(file).findLast(
    (line) => (line.kind === 'alias' && line.arn === arn && line.alias === alias) || isPutBack(line, arn),
  )
  return last?.kind === 'alias' ? last : undefined
}

function isPutBack(line: Line, arn: string): boolean {
  return line.kind === 'put back' && line.arn === arn
}

/** Whether a journal names something that was not put back, of a run that was cut short or that still goes on; nothing is written or held. */
export function hasOpen(file: string): boolean {
  const { changes, aliases, publications } = stateOf(readLines(file))
  return changes.length + aliases.length + publications.size > 0
}

/** As `openJournal`, for whoever puts back what an earlier run left. */
export function reopenJournal(file: string): Journal {
  using undo = new DisposableStack()
  const held = hold(file)
  if (!held) {
    const pid = readLines(file).findLast((line) => line.kind === 'run')?.pid
    throw new UserError('journal-held', { file, ...(pid !== undefined && { pid }) })
  }
  undo.use(held)
  try {
    return journalIn(file, undo)
  } catch (error) {
    throw usable(error, file)
  }
}

function hold(file: string): Disposable | undefined {
  try {
    mkdirSync(dirname(file), { recursive: true })
    return holdFile(`${file}.lock`)
  } catch (error) {
    throw usable(error, file)
  }
}

/** What is taken is left to `undo` where this throws, else to the journal. */
function journalIn(file: string, undo: DisposableStack): Journal {
  const { lines, wholeBytes } = readWhole(file)
  const state = stateOf(lines)
  let { changes, aliases, isApplied } = state
  const { publications } = state
  // Nothing of earlier runs is needed once all of it was put back.
  let size = changes.length === 0 && publications.size === 0 && aliases.length === 0 ? 0 : wholeBytes
  const descriptor = openSync(file, APPEND, 0o600)
  undo.defer(() => closeSync(descriptor))
  let taken = undo
  const append = (line: Line) => {
    if (OPENING.has(line.kind)) isApplied = false
    // By then its descriptor may be that of another file.
    if (taken.disposed) throw new Error(`expected an open journal: ${file} is closed already`)
    // What an earlier write left torn, in this run or in one that was killed.
    ftruncateSync(descriptor, size)
    const text = `${JSON.stringify(line)}\n`
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
    size += Buffer.byteLength(text)
  }
  fchmodSync(descriptor, 0o600)
  append({ kind: 'run', schema: 3, pid: process.pid })
  syncFolder(dirname(file))
  taken = undo.move()

  return {
    file,
    write(change) {
      append({ kind: 'change', ...change })
      changes = [...changes, change]
    },
    writePublication(publication) {
      append({ kind: 'publish', ...publication })
      publications.set(publication.marker, publication)
    },
    markPublished(marker, version) {
      append({ kind: 'published', marker, version })
      notePublished(publications, marker, version)
    },
    markDeleted(marker) {
      append({ kind: 'deleted', marker })
      publications.delete(marker)
    },
    writeAlias(move) {
      append({ kind: 'alias', ...move })
      aliases = [...aliases, move]
    },
    markApplied(applied) {
      append({ kind: 'applied', ...applied })
      isApplied = true
    },
    isApplied: () => isApplied,
    isEmpty: () => changes.length === 0 && aliases.length === 0 && publications.size === 0,
    clear() {
      size = 0
      changes = []
      aliases = []
      publications.clear()
      isApplied = false
      append({ kind: 'run', schema: 3, pid: process.pid })
    },
    markPutBack(arn) {
      append({ kind: 'put back', arn })
      changes = changes.filter((change) => change.arn !== arn)
      aliases = aliases.filter((move) => move.arn !== arn)
    },
    open: () => changes,
    aliases: () => aliases,
    publications: () => [...publications.values()],
    [Symbol.dispose]: () => taken.dispose(),
  }
}

/** What lines leave open. */
function stateOf(lines: readonly Line[]) {
  let changes: readonly Change[] = []
  let aliases: readonly AliasMove[] = []
  let isApplied = false
  const publications = new Map<string, Publication>()
  for (const line of lines) {
    if (OPENING.has(line.kind)) isApplied = false
    if (line.kind === 'change') changes = [...changes, line]
    if (line.kind === 'put back') {
      changes = changes.filter(({ arn }) => arn !== line.arn)
      aliases = aliases.filter(({ arn }) => arn !== line.arn)
    }
    if (line.kind === 'alias') aliases = [...aliases, line]
    if (line.kind === 'applied') isApplied = true
    if (line.kind === 'publish') publications.set(line.marker, line)
    if (line.kind === 'published') notePublished(publications, line.marker, line.version)
    if (line.kind === 'deleted') publications.delete(line.marker)
  }
  return { changes, aliases, isApplied, publications }
}

function notePublished(publications: Map<string, Publication>, marker: string, version: string): void {
  const one = publications.get(marker)
  if (one) publications.set(marker, { ...one, version })
}

/** A new file is only safe when its folder is; Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function readLines(file: string): readonly Line[] {
  try {
    return readWhole(file).lines
  } catch {
    return []
  }
}

/** A torn last line is none: what it records was not done yet, or will be done again without harm. */
function readWhole(file: string): { readonly lines: readonly Line[]; readonly wholeBytes: number } {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (!found) return { lines: [], wholeBytes: 0 }
  // What a link leads to is no journal.
  if (!found.isFile()) throw new UserError('journal-irregular', {})
  const lines: Line[] = []
  let wholeBytes = 0
  for (const { text, number, endByte, isWhole } of linesOf(file, LIMITS)) {
    if (!isWhole) break
    lines.push(parse(text, `${file}:${number}`))
    wholeBytes = endByte
  }
  return { lines, wholeBytes }
}

function parse(text: string, place: string): Line {
  try {
    return lineSchema.parse(JSON.parse(text))
  } catch {
    throw new UserError('journal-damaged', { place, got: described(text.slice(0, 40)) })
  }
}

function usable(error: unknown, file: string): UserError {
  if (error instanceof UserError && error.code !== 'journal-irregular' && error.code !== 'not-a-regular-file')
    return error
  return new UserError('journal-unusable', {
    file,
    why: error instanceof UnreadableFile ? error.why : problemOf(error),
  })
}
