import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseCount } from '../../cli/values.ts'
import { UsageError } from '../../io/usage-error.ts'
import { type Row, ROWS } from './rows.ts'

export interface PeerOptions {
  /** The folder of the Go program. */
  readonly folder: string
  readonly reps: number
  readonly rows: readonly Row[]
}

const EXAMPLE = 'such as: npm run bench:peer -- --peer ../shared/peer-go --only 2k-100ms --reps 5'
const DEFAULT_REPS = '5'

/** Throws a UsageError for whatever is missing, unknown or makes no sense. */
export function readOptions(args: readonly string[]): PeerOptions {
  const { peer, only = [], reps = DEFAULT_REPS } = parse(args)
  if (peer === undefined || peer === '')
    throw new UsageError(`--peer: expected the folder of a Go program to compare with, got none; ${EXAMPLE}`)
  if (!existsSync(join(peer, 'go.mod')))
    throw new UsageError(`--peer: expected the folder of a Go program, got "${peer}", where there is no go.mod`)
  const unknown = only.find((name) => !ROWS.some((row) => row.name === name))
  if (unknown !== undefined)
    throw new UsageError(`--only: expected ${ROWS.map(({ name }) => name).join(', ')}, got "${unknown}"`)
  return {
    folder: peer,
    reps: parseCount(reps, '--reps'),
    rows: only.length === 0 ? ROWS : ROWS.filter(({ name }) => only.includes(name)),
  }
}

function parse(args: readonly string[]): { peer?: string; only?: string[]; reps?: string } {
  const options = {
    peer: { type: 'string' },
    only: { type: 'string', multiple: true },
    reps: { type: 'string' },
  } as const
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; ${EXAMPLE}`)
  }
}
