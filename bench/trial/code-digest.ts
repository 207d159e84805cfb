import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { ROOT } from '../io/installation.ts'

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

/** Of the code: TypeScript in a checkout, JavaScript in a package, beside which only declarations have the other one. */
const EXTENSION = extname(import.meta.url)

/** Twelve hexadecimal digits of the code of utakata that is measured on this machine: other digits, other code. `root`: of the checkout or package. */
export function digestOfCode(root: URL = ROOT): string {
  const hash = createHash('sha256')
  for (const folder of FOLDERS) {
    const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((name) => extname(name) === EXTENSION).sort())
      hash.update(file).update(readFileSync(new URL(`${folder}/${file}`, root)))
  }
  return hash.digest('hex').slice(0, 12)
}
