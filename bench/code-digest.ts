import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const ROOT = new URL('../', import.meta.url)

/** Whatever a run on this machine goes through, with all that lies in them. */
const ROOMS = ['strategies', 'mock-server', 'bench/local']

/**
 * Twelve hexadecimal digits of the code of utakata that is raced on this machine, and of `further` folders: other digits, other code.
 * `root`: of the checkout.
 */
export function digestOfCode(further: readonly string[] = [], root: URL = ROOT): string {
  const hash = createHash('sha256')
  const add = (room: string, recursive: boolean) => {
    const files = readdirSync(new URL(room, root), { recursive, encoding: 'utf8' })
    for (const file of files.filter((name) => name.endsWith('.ts')).sort())
      hash.update(file).update(readFileSync(new URL(`${room}/${file}`, root)))
  }
  for (const room of [...ROOMS, ...further]) add(room, true)
  // Schedules, plans and figures lie there; what only reports lies in folders of its own.
  add('bench', false)
  return hash.digest('hex').slice(0, 12)
}
