import { Mistake } from './mistake.ts'
import { worldSchema } from './world-schema.ts'
import type { World } from './world.ts'

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
