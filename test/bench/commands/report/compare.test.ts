import { expect, test } from 'vitest'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { run } from '../../../support/in-process.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { flat } from '../../../support/told-results.ts'
import { type Paper, trialsOf } from '../../../support/trials.ts'

const folderOf = (trials: readonly Trial[]) =>
  aFolder({ 'trials.jsonl': trials.map((trial) => `${JSON.stringify(trial)}\n`).join('') })
const raced = (candidates: Paper['candidates'], more: Paper = {}) => folderOf(trialsOf({ candidates, ...more }))

test('two results that agree on the winner end in 0, and each is described', async () => {
  const lab = folderOf(invokedTrials({ candidates: { pipelined: { fetch: -50 } } }))
  const { code, stdout, stderr } = await run(['compare', raced({ pipelined: 0.5 }), lab])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(flat(stdout)).toContain('A: paper, local, 12 feeds, 6 notifications, 6 forks')
  expect(flat(stdout)).toContain('B: paper, lab (LOCAL EMULATION), 1769 MB, 12 feeds, 6 notifications, 12 containers')
  expect(stdout).toMatch(/pipelined {2}0\.\d{3} \(0\.\d{3} to 0\.\d{3}\) {2}0\.\d{3} .* 1\.\d{3} \(/)
  expect(stdout).toMatch(/pipelined: faster in both; .*\.\n/)
  expect(stdout).toMatch(/\nThe winner agrees: pipelined\.\nThe extent, by a margin of 5 %: .* pipelined\.\n$/)
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

test('a result compared with itself agrees, to the same extent', async () => {
  const folder = raced({ pipelined: 0.5, 'worker-threads': 1.4 })
  const { code, stdout } = await run(['compare', folder, folder])
  expect(code).toBe(0)
  expect(stdout).toContain('pipelined: faster in both; to the same extent, within the margin.')
  expect(stdout).toContain('worker-threads: slower in both; to the same extent, within the margin.')
  expect(stdout).toContain(
    'The winner agrees: pipelined.\nThe extent, by a margin of 5 %: the same for pipelined, worker-threads.\n',
  )
})

// The help says so: ratios of two places are seldom within the margin of each other.
test('an extent that surely differs is said with the names, and changes no exit code', async () => {
  const a = raced({ pipelined: 0.2, 'look-ahead': 0.8, 'worker-threads': 1.4 })
  const b = raced({ pipelined: 0.3, 'look-ahead': 0.8, 'worker-threads': 1.8 })
  const { code, stdout } = await run(['compare', a, b])
  expect(code).toBe(0)
  expect(stdout).toContain('pipelined: faster in both; surely to a different extent, beyond the margin.')
  expect(flat(stdout)).toContain(
    'The winner agrees: pipelined. The extent, by a margin of 5 %: surely DIFFERENT for pipelined, worker-threads; the same for look-ahead.',
  )
})

// Breakage: a failed guard that is seen in its own report alone.
test('a failed guard and a missed sensitivity check are told, with what cannot be said and what to do', async () => {
  const a = raced({ pipelined: 0.5, 'look-ahead': 0.9 }, { aaCheck: 1.08 })
  const b = raced({ pipelined: 0.5, 'look-ahead': 0.8 }, { slowedBy: 1 })
  const { code, stdout } = await run(['compare', a, b])
  expect(code).toBe(0)
  expect(flat(stdout)).toContain(
    "pipelined: faster in both; whether to the same extent cannot be said: A's A/A guard failed, B's planted arm was missed.",
  )
  expect(stdout).toContain('look-ahead: faster in both; surely to a different extent, beyond the margin.')
  expect(flat(stdout)).toMatch(
    /A's A\/A guard: failed: two copies of the reference may differ by more than 5 % \(1\.\d{3} to 1\.\d{3}\); close other programs, let it run to more forks \(without --quick\), or widen --set plan\.margin\./,
  )
  expect(flat(stdout)).toMatch(
    /B's planted arm: missed: a copy of the reference made 10 % slower came out as [^:;]*; close other programs or let it run to more forks \(without --quick\)\./,
  )
  expect(stdout).toContain(
    'The extent, by a margin of 5 %: cannot be said for pipelined; surely DIFFERENT for look-ahead.',
  )
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

// Breakage: "95 %" over intervals of three levels, of which none is.
test('the level of every interval is told', async () => {
  const candidates = { pipelined: 0.2, 'look-ahead': 0.8 }
  const { stdout } = await run(['compare', raced(candidates, { quick: false }), raced(candidates)])
  expect(stdout).toContain("\nTime over sequential in A, in B, and A's over B's\n")
  expect(flat(stdout)).toContain(
    "Intervals: A's of 99.5 %, B's of 97.5 %, A / B's of 99.5 %; wherever A and B have stopped, the last ones hold all together at 95 % or more.",
  )
  const alone = await run(['compare', raced({ pipelined: 0.2 }, { blocks: 1 }), raced({ pipelined: 0.2 })])
  expect(flat(alone.stdout)).toContain("Intervals: B's of 95 %.")
  const none = await run(['compare', raced({ pipelined: 0.2 }), raced({ 'look-ahead': 0.2 })])
  expect(none.stdout).not.toContain('Intervals')
})

// Breakage: a run that was killed and is compared without a word about it.
test('a torn last line is named with its file, on standard error alone', async () => {
  const whole = raced({ pipelined: 0.5 })
  const lines = trialsOf({ candidates: { pipelined: 0.5 } }).map((trial) => `${JSON.stringify(trial)}\n`)
  const torn = aFolder({ 'trials.jsonl': `${lines.join('')}{"schema":` })
  const warning = `utakata: ${torn}/trials.jsonl:${lines.length + 1}: the last line is torn (the run was killed while writing it) and is left out\n`
  for (const folders of [
    [whole, torn],
    [torn, whole],
  ]) {
    const { code, stdout, stderr } = await run(['compare', ...folders, '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: warning })
    expect(JSON.parse(stdout)).toMatchObject({ winner: 'agrees' })
  }
})

test('another winner ends in 3, with both named', async () => {
  const a = raced({ pipelined: 0.2, 'promise-all': 0.4 })
  const { code, stdout } = await run(['compare', a, raced({ pipelined: 0.4, 'promise-all': 0.2 })])
  expect(code).toBe(3)
  expect(stdout).toContain('The winner DIFFERS: pipelined in A, promise-all in B.')
})

test('a contradiction ends in 3 although the winner is the same', async () => {
  const a = raced({ pipelined: 0.2, 'look-ahead': 0.8 })
  const { code, stdout } = await run(['compare', a, raced({ pipelined: 0.2, 'look-ahead': 1.3 })])
  expect(code).toBe(3)
  expect(flat(stdout)).toContain(
    'look-ahead: THEY CONTRADICT EACH OTHER: faster in A, slower in B; surely to a different extent, beyond the margin.',
  )
  expect(stdout).toContain('The winner agrees: pipelined.')
})

test('what cannot be told ends in 5', async () => {
  const { code, stdout } = await run(['compare', raced({ pipelined: 0.5 }, { blocks: 3 }), raced({ pipelined: 0.5 })])
  expect(code).toBe(5)
  expect(flat(stdout)).toContain(
    'pipelined: not judged in A, faster in B; whether to the same extent cannot be said: A has not reached a look.',
  )
  expect(flat(stdout)).toContain(
    "A's A/A guard: not yet, it needs the forks of a whole look; let it run to its first look.",
  )
  expect(stdout).toContain('Whether the winner agrees cannot be told: none in A, pipelined in B.')
})

test('variants that only one has are named', async () => {
  const { code, stdout } = await run([
    'compare',
    raced({ pipelined: 0.2, 'look-ahead': 0.8 }),
    raced({ pipelined: 0.2, 'promise-all': 0.3 }),
  ])
  expect(code).toBe(0)
  expect(stdout).toContain('Only in one of the two: look-ahead, promise-all.')
})

test('as JSON it is all there, alone on standard output', async () => {
  const a = raced({ pipelined: 0.2, 'promise-all': 0.4 })
  const { code, stdout, stderr } = await run(['compare', a, raced({ pipelined: 0.4, 'promise-all': 0.2 }), '--json'])
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    winner: 'differs',
    winners: { a: ['pipelined'], b: ['promise-all'] },
    variants: [
      { variant: 'pipelined', size: 'differs', sameSide: true },
      { variant: 'promise-all', size: 'differs', sameSide: true },
    ],
    margin: 0.05,
    doubts: [],
  })
})

test('different references are a mistake of the caller, with what to do', async () => {
  const { code, stdout, stderr } = await run(['compare', raced({}), raced({}, { reference: 'promise-all' })])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    "utakata: expected two results with the same reference, got sequential and promise-all; measure one of them again with the other's --reference\n",
  )
})

test('two results of different scenarios are said to be that', async () => {
  const renamed = trialsOf({ candidates: { pipelined: 0.5 } }).map((trial) => ({
    ...trial,
    scenario: { ...trial.scenario, name: 'another' },
  }))
  const { stdout } = await run(['compare', raced({ pipelined: 0.5 }), folderOf(renamed)])
  expect(stdout).toContain('Not the same scenario (paper and another): that alone makes a difference.\n')
})
