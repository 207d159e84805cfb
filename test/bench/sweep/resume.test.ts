import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../../../bench/contract/eventually.ts'
import { readTrials } from '../../../bench/trial.ts'
import { start, utakata } from '../../support/command-line.ts'
import { aFolder } from '../../support/folders.ts'

const TINY = `name: tiny
about: A sweep of milliseconds.
world:
  feeds: { count: [1, 2], events: 2, descriptionBytes: 20, dueShare: 0.5 }
  feedDelay: { model: constant, ms: 0.2 }
  slackDelay: { model: constant, ms: 0.2 }
strategies: [sequential]
plan: { warmUps: 1, rounds: 2 }
`

/** Far beyond any load. */
const LONG_MS = 200_000

/** The trials of each cell that has some, as they stand in their files, and when they were written. */
function cellsIn(out: string): Map<string, { readonly text: string; readonly atMs: number }> {
  const cells = readdirSync(join(out, 'cells')).filter((name) => !name.endsWith('.unfinished'))
  return new Map(
    cells.map((name) => {
      const file = join(out, 'cells', name, 'trials.jsonl')
      return [name, { text: readFileSync(file, 'utf8'), atMs: statSync(file).mtimeMs }]
    }),
  )
}

test(
  'a sweep that was interrupted reports what is finished, goes on with the rest, and never runs or mixes anything twice',
  async () => {
    const folder = aFolder({ 'tiny.yaml': TINY })
    const out = `${folder}/out`
    const args = ['bench', `${folder}/tiny.yaml`, '--quick', '--out', out]

    const first = start(args)
    const isInSecondCell = () => /Cell 2 of 2[^]*fork 2 of 6/.test(first.saidSoFar())
    await eventually('its second cell was under way', isInSecondCell, LONG_MS)
    first.interrupt()
    const stopped = await first.end
    expect(stopped.code).toBe(130)
    expect(stopped.stderr).toMatch(/A sweep over feeds\.count \(1, 2\): 2 cells .* 3 arms .* 6 forks of 2 rounds\./)
    expect(stopped.stderr).toMatch(/About \d+ (s|min \d+ s) in all\./)
    expect(stopped.stdout).toContain('1 of 2 cells')
    expect(stopped.stdout).toContain(
      '1 of 2 cells are not measured yet: the same command, with the same --out, goes on with them.',
    )
    const [done, begun] = /Cell 1 of 2: feeds\.count (\d)[^]*Cell 2 of 2: feeds\.count (\d)/
      .exec(stopped.stderr)!
      .slice(1)
    const before = cellsIn(out)
    const nameOf = (count: string | undefined) => [...before.keys()].find((name) => name.endsWith(`-${count}`))!
    expect(before.size).toBe(2)

    const second = await utakata(args)
    expect(second.code).toBe(0)
    expect(second.stderr).toContain(`1 of 2 cells are finished in ${out}, and are not run again.`)
    expect(second.stderr).not.toContain('Cell 1 of 2')
    expect(second.stdout).toContain('2 of 2 cells')
    const after = cellsIn(out)
    expect(after.size).toBe(2)
    expect(after.get(nameOf(done))).toEqual(before.get(nameOf(done)))
    // Six forks of three arms: a cold run, a warm-up and two rounds each, and none of them twice.
    for (const name of after.keys()) {
      const { trials, warnings } = readTrials(join(out, 'cells', name, 'trials.jsonl'))
      expect(warnings).toEqual([])
      expect(new Set(trials.map(({ arm, fork, round, phase }) => `${arm} ${fork} ${phase} ${round}`)).size).toBe(
        trials.length,
      )
      expect(trials.filter(({ phase }) => phase === 'measured')).toHaveLength(6 * 3 * 2)
    }
    const aside = readFileSync(join(out, 'cells', `${nameOf(begun)}.unfinished`, 'trials.jsonl'), 'utf8')
    expect(aside).toBe(before.get(nameOf(begun))!.text)

    const report = readFileSync(join(out, 'report.json'), 'utf8')
    const rebuilt = await utakata(['report', out, '--json'])
    expect(rebuilt.stdout).toBe(report)
    expect(rebuilt.code).toBe(0)
    const again = await utakata([...args, '--json'])
    expect(again.stderr).toContain('There is nothing left to run.')
    expect(again.stdout).toBe(report)
    expect(cellsIn(out)).toEqual(after)

    const alone = await utakata(['report', join(out, 'cells', nameOf(done))])
    expect(alone.stdout).toContain(`tiny, feeds.count ${done}: ${done} feeds`)
    const other = await utakata([...args, '--set', 'world.feeds.count=[1, 3]'])
    expect(other.code).toBe(1)
    expect(other.stderr).toContain('which holds tiny over feeds.count (1, 2), quick')
  },
  2 * LONG_MS,
)

test('a mistake in a list is told with its place before anything is made or run', async () => {
  const folder = aFolder({ 'tiny.yaml': TINY.replace('[1, 2]', '[1, 0]') })
  const { code, stderr } = await utakata(['bench', `${folder}/tiny.yaml`, '--out', `${folder}/out`])
  expect(code).toBe(1)
  expect(stderr).toBe(
    `utakata: ${folder}/tiny.yaml:4:23: world.feeds.count: Too small: expected number to be >=1, got 0\n`,
  )
  expect(readdirSync(folder)).toEqual(['tiny.yaml'])
})
