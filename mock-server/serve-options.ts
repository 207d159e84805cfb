import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Mistake } from './mistake.ts'
import { findBodies, noBodiesText } from './samples.ts'
import { isToken } from './token.ts'
import type { World } from './world.ts'
import { worldSchema } from './world-schema.ts'

export interface ServeOptions {
  readonly world: World
  readonly port: number
  readonly host: string
  readonly names: readonly string[]
  readonly token?: string | undefined
  /** Where the CA's PEM belongs; there exactly when the world is over HTTPS. */
  readonly caFile?: string | undefined
  /** After so many hours the program ends by itself. */
  readonly hours: number
}

const USAGE =
  '--world FILE [--port N] [--host ADDRESS] [--name NAME]... [--token-file FILE] [--ca-file FILE] [--hours N]'
const MIN_TOKEN_CHARACTERS = 16
const MAX_HOURS = 24

/** Throws a Mistake for whatever is missing, unknown or makes no sense. The token comes from a file: `ps` shows arguments to everybody. */
export function readServeOptions(args: readonly string[]): ServeOptions {
  const {
    world: worldFile,
    port = '0',
    host = '127.0.0.1',
    name: names = [],
    'token-file': tokenFile,
    'ca-file': caFile,
    hours = String(MAX_HOURS),
  } = parse(args)
  if (worldFile === undefined)
    throw new Mistake(`--world: expected a file with a world as JSON, got none; usage: ${USAGE}`)
  const world = parseWorld(read('--world', worldFile), `--world: ${worldFile}`)
  if (world.https && caFile === undefined)
    throw new Mistake(
      '--ca-file: expected a file to write the CA to, got none; without it no client can trust the server',
    )
  if (!world.https && caFile !== undefined)
    throw new Mistake(
      `--ca-file: expected a world with "https": true, got one without, which has no CA; leave --ca-file away or change ${worldFile}`,
    )
  for (const name of names) checkName(name)
  return {
    // Names of many hosts mean nothing on other machines.
    world: { ...withFiles(world, worldFile), hosts: 'one' },
    port: parsePort(port),
    host,
    names,
    token: tokenFile === undefined ? undefined : readToken(tokenFile),
    caFile,
    hours: parseHours(hours),
  }
}

/** Bodies and traffic are found from the folder of the file that names them. */
function withFiles(given: World, worldFile: string): World {
  const { traffic } = given
  const world = traffic === undefined ? given : { ...given, traffic: resolve(dirname(worldFile), traffic) }
  const { bodies } = world.items
  if (bodies === undefined) return world
  const { pattern, wrong } = findBodies(dirname(worldFile), bodies)
  if (!wrong) return { ...world, items: { ...world.items, bodies: pattern } }
  throw new Mistake(
    `--world: ${worldFile}: items.bodies: expected files, such as samples/*.json, got ${noBodiesText(bodies, wrong)}; paths are taken from the folder of that file`,
  )
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    world: text,
    port: text,
    host: text,
    name: { ...text, multiple: true },
    'token-file': text,
    'ca-file': text,
    hours: text,
  } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    throw new Mistake(`${(error as Error).message}; usage: ${USAGE}`, { cause: error })
  }
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Mistake(`${option}: expected a file that can be read, got "${file}" (${code}); name another one`, {
      cause: error,
    })
  }
}

/** An error about a token does not contain a character of it. */
function readToken(file: string): string {
  const token = read('--token-file', file).trim()
  if (token.length < MIN_TOKEN_CHARACTERS || !isToken(token))
    throw new Mistake(
      `--token-file: expected at least ${MIN_TOKEN_CHARACTERS} letters, digits and -._~+/ in "${file}", ` +
        `got ${token.length} characters${isToken(token) ? '' : ', not all of these'}; make one with: openssl rand -hex 32`,
    )
  return token
}

function checkName(name: string): void {
  // A URL parser alone would let `*` and `HOST:PORT` through.
  const isName = isIP(name) !== 0 || (/^[\w-]+(\.[\w-]+)*$/.test(name) && URL.canParse(`https://${name}`))
  if (!isName)
    throw new Mistake(
      `--name: expected a host name or an address, such as mock.internal or 10.0.0.7, got "${name}"; leave scheme and port away`,
    )
}

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new Mistake(`--port: expected a whole number from 0 to 65535, got "${text}"; leave it out to take a free port`)
}

function parseHours(text: string): number {
  const hours = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (hours > 0 && hours <= MAX_HOURS) return hours
  throw new Mistake(
    `--hours: expected a number above 0 and at most ${MAX_HOURS}, got "${text}"; start it again for longer`,
  )
}

/** The world in a JSON text, as in a scenario; a Mistake names the file and the first wrong key. */
export function parseWorld(text: string, file: string): World {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (error) {
    // Not the rest of the message, which quotes the file: it may be another one, with a secret.
    const [place = ''] = / \(line \d+ column \d+\)/.exec((error as Error).message) ?? []
    throw new Mistake(`${file}: expected a world as JSON, got text that is none${place}; correct it, or name another`, {
      cause: error,
    })
  }
  const { data: world, error } = worldSchema.safeParse(given)
  if (world) {
    // The schema gives keys in its own order, and that of the faults decides which feeds have them.
    const { fetchFaults = {}, notifyFaults = {} } = given as Partial<World>
    return { ...world, fetchFaults, notifyFaults }
  }
  // A name that is unknown first: it is often why another one is missing.
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0]!
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path
  const input = path.reduce((at, part) => (at as Readonly<Record<PropertyKey, unknown>>)[part], given)
  const got = input === undefined ? 'nothing' : JSON.stringify(input).slice(0, 60)
  const key = path.join('.') || 'the world'
  throw new Mistake(`${file}: ${key}: expected ${issue.message}, got ${got}; correct it in that file`)
}
