import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { quotedKey, quotedText, Refusal } from './refusal.ts'

/** Of Lambda's 4 KB for all variables of a function; the rest is for those that utakata sets. */
const MAX_BYTES = 3500

/** The names of the variables that utakata sets itself. */
export const SET_BY_US: readonly string[] = [
  'STRATEGY',
  'TRACE',
  'WITHIN',
  'FEEDS',
  'WEBHOOK_SECRET',
  'CLAIMS_TABLE',
  'BUNDLE_DIGEST',
  'OWN_JOB',
  'UV_THREADPOOL_SIZE',
  'TZ',
  'UTAKATA_TOUCHED',
]

/** Source: AWS Lambda Developer Guide, "Working with Lambda environment variables". */
const NAME = /^[a-z]\w+$/i
const KEPT_BY_LAMBDA = /^(?:AWS|LAMBDA)_/

/**
 * The variables that a user's own job reads as a function, from a file with a line NAME=VALUE for each, such as `.env`; none without a file.
 * `job`: the file of its module. Throws a Refusal, which never has a value in it.
 */
export function readJobVariables(file: string | undefined, job: string | undefined): Readonly<Record<string, string>> {
  if (file === undefined) return {}
  if (job === undefined) throw refusal('none without a job of your own', 'a file')
  const variables = parseEnv(textOf(file)) as Record<string, string>
  const names = Object.keys(variables)
  if (names.length === 0) throw refusal('at least one line NAME=VALUE', 'a file without any')
  for (const name of names) {
    if (SET_BY_US.includes(name)) throw refusal('names that utakata does not set itself', name)
    if (KEPT_BY_LAMBDA.test(name)) throw refusal('names that do not begin with AWS_ or LAMBDA_', quotedKey(name))
    if (!NAME.test(name))
      throw refusal(
        'names that start with a letter and have at least two letters, digits or underscores',
        quotedKey(name),
      )
  }
  const bytes = Object.entries(variables).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0)
  if (bytes > MAX_BYTES) throw refusal(`at most ${MAX_BYTES} bytes of names and values`, `${bytes} bytes`)
  return variables
}

function textOf(file: string): string {
  const path = resolve(file)
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const { code = 'an error' } = cause as NodeJS.ErrnoException
    const given = file.includes('://') ? quotedText(file) : `"${file.slice(0, 100)}"`
    throw refusal('a file with a line NAME=VALUE for each variable', `${given}, which cannot be read (${code})`, cause)
  }
}

function refusal(expected: string, got: string, cause?: unknown): Refusal {
  return new Refusal({ key: 'variables', expected, got }, { cause })
}
