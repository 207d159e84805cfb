import { expect, test } from 'vitest'
import type { Trial } from '../../../bench/trial.ts'
import { utakata } from '../../support/command-line.ts'
import { aFolder } from '../../support/folders.ts'
import { invokedTrials } from '../../support/invoked-trials.ts'
import { type Paper, trialsOf } from '../../support/trials.ts'

const folderOf = (trials: readonly Trial[]) =>
  aFolder({ 'trials.jsonl': trials.map((trial) => `${JSON.stringify(trial)}\n`).join('') })
const raced = (candidates: Paper['candidates'], more: Paper = {}) => folderOf(trialsOf({ candidates, ...more }))

test('two results that agree on the winner end in 0, and each is described', async () => {
  const lab = folderOf(invokedTrials({ candidates: { pipelined: { fetch: -50 } } }))
  const { code, stdout, stderr } = await utakata(['compare', raced({ pipelined: 0.5 }), lab])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('A: paper, local, 12 feeds, 6 notifications, 6 forks\n')
  expect(stdout).toContain('B: paper, lab (LOCAL EMULATION), 1769 MB, 12 feeds, 6 notifications, 12 containers\n')
  expect(stdout).toMatch(/pipelined {2}0\.\d{3} \(0\.\d{3} to 0\.\d{3}\) {2}0\.\d{3} .* 1\.\d{3} \(/)
  expect(stdout).toMatch(/pipelined: faster in both; .*\.\n/)
  expect(stdout).toMatch(/\nThe winner agrees: pipelined\.\nThe extent: of 1 ratio \d agree within the margin, .*\.\n$/)
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

test('a result compared with itself agrees, to the same extent', async () => {
  const folder = raced({ pipelined: 0.5, 'worker-threads': 1.4 })
  const { code, stdout } = await utakata(['compare', folder, folder])
  expect(code).toBe(0)
  expect(stdout).toContain('pipelined: faster in both; to the same extent, within the margin.')
  expect(stdout).toContain('worker-threads: slower in both; to the same extent, within the margin.')
  expect(stdout).toContain('The winner agrees: pipelined.')
})

test('another winner ends in 3, with both named', async () => {
  const a = raced({ pipelined: 0.2, 'promise-all': 0.4 })
  const { code, stdout } = await utakata(['compare', a, raced({ pipelined: 0.4, 'promise-all': 0.2 })])
  expect(code).toBe(3)
  expect(stdout).toContain('The winner DIFFERS: pipelined in A, promise-all in B.')
})

test('a contradiction ends in 3 although the winner is the same', async () => {
  const a = raced({ pipelined: 0.2, 'look-ahead': 0.8 })
  const { code, stdout } = await utakata(['compare', a, raced({ pipelined: 0.2, 'look-ahead': 1.3 })])
  expect(code).toBe(3)
  expect(stdout).toContain('look-ahead: THEY CONTRADICT EACH OTHER: faster in A, slower in B; to a different extent.')
  expect(stdout).toContain('The winner agrees: pipelined.')
})

test('what cannot be told ends in 5', async () => {
  const { code, stdout } = await utakata([
    'compare',
    raced({ pipelined: 0.5 }, { forks: 3 }),
    raced({ pipelined: 0.5 }),
  ])
  expect(code).toBe(5)
  expect(stdout).toContain('pipelined: undecided in A, faster in B;')
  expect(stdout).toContain('Whether the winner agrees cannot be told: none in A, pipelined in B.')
})

test('arms that only one has are named', async () => {
  const { code, stdout } = await utakata([
    'compare',
    raced({ pipelined: 0.2, 'look-ahead': 0.8 }),
    raced({ pipelined: 0.2, 'promise-all': 0.3 }),
  ])
  expect(code).toBe(0)
  expect(stdout).toContain('Only in one of the two: look-ahead, promise-all.')
})

test('as JSON it is all there, alone on standard output', async () => {
  const a = raced({ pipelined: 0.2, 'promise-all': 0.4 })
  const { code, stdout, stderr } = await utakata([
    'compare',
    a,
    raced({ pipelined: 0.4, 'promise-all': 0.2 }),
    '--json',
  ])
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    winner: 'differs',
    winners: { a: ['pipelined'], b: ['promise-all'] },
    arms: [
      { arm: 'pipelined', size: 'differs', sameSide: true },
      { arm: 'promise-all', size: 'differs', sameSide: true },
    ],
  })
})

test('different references are a mistake of the caller, with what to do', async () => {
  const { code, stdout, stderr } = await utakata(['compare', raced({}), raced({}, { reference: 'promise-all' })])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    "utakata: expected two results with the same reference, got sequential and promise-all; measure one of them again with the other's --reference\n",
  )
})
