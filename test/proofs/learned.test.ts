import { expect, test } from 'vitest'
import { start } from '../support/command-line.ts'

/** Names, and numbers as they stand in a column, as shares. */
function rowOf(table: string, name: string): { ratios: number[]; times: number[] } {
  const row = table.split('\n').find((line) => line.startsWith(`${name}  `))
  if (row === undefined) throw new Error(`expected a row of "${name}", got ${table}`)
  const [, ratios, times] = row.split(/ {2,}/)
  const numbers = (text: string | undefined) => text!.split(', ').map((one) => parseFloat(one) / 100)
  return { ratios: numbers(ratios), times: numbers(times) }
}

// Breakages: the overhead of this machine counted twice; a recording whose delays are those of whole steps; a world that draws all hosts from one distribution, or whose hosts keep their
// connections; one that does not serve its traffic, so that doubled delays take no longer.
test(
  'a production is recorded and learned, and strategies compare alike in the world that was learned',
  async () => {
    const { code, stdout, stderr } = await start(['--start', 'bench/dev/learned.ts', '1'], { cwd: ROOT }).end
    expect([0, 3], stdout + stderr).toContain(code)
    const learned = rowOf(stdout, 'recording')
    // Whether they agree within their intervals is for many productions to say: npm run bench:learned.
    for (const error of learned.ratios) expect(Math.abs(error), stdout).toBeLessThan(0.15)
    for (const error of learned.times) expect(Math.abs(error), stdout).toBeLessThan(0.2)
    const doubled = rowOf(stdout, 'recording, delays doubled')
    // One fetch ahead adds up the overhead of every exchange: counted twice, it makes about 10% more.
    const asObserved = rowOf(stdout, 'recording, as observed')
    expect(asObserved.times[0]! - learned.times[0]!, stdout).toBeGreaterThan(0.04)
    // It takes as long as its servers do; the others check for the larger part of their time.
    expect(doubled.times[0], stdout).toBeGreaterThan(learned.times[0]! + 0.4)
    for (const ratio of doubled.ratios) expect(ratio, stdout).toBeLessThan(-0.1)
  },
  15 * 60_000,
)

const ROOT = new URL('../..', import.meta.url).pathname
