import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const ROOT = new URL('../../', import.meta.url)

/** Whatever a run on this machine goes through, and what its figures are computed by. */
const FOLDERS = [
  'strategies',
  'mock-server',
  'bench/scenario',
  'bench/plan',
  'bench/run/local',
  'bench/trial',
  'bench/model',
]

/** Twelve hexadecimal digits of the code of utakata that is measured on this machine: other digits, other code. `root`: of the checkout. */
export function digestOfCode(root: URL = ROOT): string {
  const hash = createHash('sha256')
  for (const folder of FOLDERS) {
    const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((name) => name.endsWith('.ts')).sort())
      hash.update(file).update(readFileSync(new URL(`${folder}/${file}`, root)))
  }
  return hash.digest('hex').slice(0, 12)
}
