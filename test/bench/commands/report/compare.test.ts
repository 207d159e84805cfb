import { expect, test } from 'vitest'
import { asPercent } from '../../../../bench/report/messages/formats.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { problemText } from '../../../../bench/report/messages/problems.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { run } from '../../../support/in-process.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { like } from '../../../support/like.ts'
import { flat } from '../../../support/reported-results.ts'
import { type Simulation, trialsOf } from '../../../support/trials.ts'

const { agreement: texts, beside, checks, count, either, recommendation, units, verdicts } = ENGLISH
const MARGIN = asPercent(0.05)
const bothFaster = (variant: string) => texts.variantSame(variant, verdicts.faster)

const folderOf = (trials: readonly Trial[]) =>
  aFolder({ 'trials.jsonl': trials.map((trial) => `${JSON.stringify(trial)}\n`).join('') })
const raced = (candidates: Simulation['candidates'], more: Simulation = {}) =>
  folderOf(trialsOf({ candidates, ...more }))

test('two results that agree on the winner end in 0, and each is described', async () => {
  const lab = folderOf(invokedTrials({ candidates: { pipelined: { fetch: -50 } } }))
  const { code, stdout, stderr } = await run(['compare', raced({ pipelined: 0.5 }), lab])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const subject = [count(12, 'item'), count(6, 'notification')]
  expect(flat(stdout)).toContain(texts.subject('A', beside(['paper', 'local', ...subject, count(6, 'process')])))
  expect(flat(stdout)).toContain(
    texts.subject('B', beside(['paper', texts.emulatedLab, '1769 MB', ...subject, count(12, 'container')])),
  )
  expect(stdout).toMatch(/pipelined {2}0\.\d{3} \(.*\) {2}0\.\d{3} .* 1\.\d{3} \(/)
  expect(flat(stdout)).toContain(texts.sameExtent(bothFaster('pipelined')))
  const extent = texts.extent(MARGIN, texts.extentSame('pipelined'))
  expect(stdout.split('\n').slice(-3)).toEqual([texts.sameWinner('pipelined'), `  ${extent}`, ''])
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

test('a result compared with itself agrees, to the same extent', async () => {
  const folder = raced({ pipelined: 0.5, 'worker-threads': 1.4 })
  const { code, stdout } = await run(['compare', folder, folder])
  expect(code).toBe(0)
  expect(stdout).toContain(texts.sameExtent(bothFaster('pipelined')))
  expect(stdout).toContain(texts.sameExtent(texts.variantSame('worker-threads', verdicts.slower)))
  const extent = texts.extent(MARGIN, texts.extentSame(beside(['pipelined', 'worker-threads'])))
  expect(stdout).toContain(`${texts.sameWinner('pipelined')}\n  ${extent}\n`)
})

// The help says so: ratios of two places are seldom within the margin of each other.
test('an extent that significantly differs is said with the names, and changes no exit code', async () => {
  const a = raced({ pipelined: 0.2, 'look-ahead': 0.8, 'worker-threads': 1.4 })
  const b = raced({ pipelined: 0.3, 'look-ahead': 0.8, 'worker-threads': 1.8 })
  const { code, stdout } = await run(['compare', a, b])
  expect(code).toBe(0)
  expect(stdout).toContain(texts.otherExtent(bothFaster('pipelined')))
  const extents = [texts.extentDifferent(beside(['pipelined', 'worker-threads'])), texts.extentSame('look-ahead')]
  expect(flat(stdout)).toContain(`${texts.sameWinner('pipelined')} ${texts.extent(MARGIN, extents.join('; '))}`)
})

// Breakage: a failed A/A check that is seen in its own report alone.
test('a failed A/A check and a missed sensitivity check are listed, with what cannot be said and what to do', async () => {
  const a = raced({ pipelined: 0.5, 'look-ahead': 0.9 }, { aaCheck: 1.08 })
  const b = raced({ pipelined: 0.5, 'look-ahead': 0.8 }, { slowedBy: 1 })
  const { code, stdout } = await run(['compare', a, b])
  expect(code).toBe(0)
  expect(flat(stdout)).toContain(
    texts.withheldExtent(
      bothFaster('pipelined'),
      beside([texts.aaCheckFailed('A'), texts.sensitivityCheckMissed('B')]),
    ),
  )
  expect(stdout).toContain(texts.otherExtent(bothFaster('look-ahead')))
  const { remedyCloseOtherPrograms, remedyMoreBlocksWithoutQuick, remedyWiderMargin } = recommendation
  expect(flat(stdout)).toContain(
    texts.aaCheckNote({
      name: 'A',
      outcome: checks.aaFailed(
        'sequential',
        units.withInterval({ estimate: '+7.7%', low: '+6.8%', high: '+8.6%' }),
        MARGIN,
      ),
      remedy: either([remedyCloseOtherPrograms, remedyMoreBlocksWithoutQuick, remedyWiderMargin]),
    }),
  )
  expect(flat(stdout)).toContain(
    texts.sensitivityCheckNote({
      name: 'B',
      outcome: checks.sensitivityMissed(
        asPercent(0.1),
        units.withInterval({ estimate: '-0.7%', low: '-1.7%', high: '+0.4%' }),
      ),
      remedy: either([remedyCloseOtherPrograms, remedyMoreBlocksWithoutQuick]),
    }),
  )
  expect(flat(stdout)).toContain(
    texts.extent(MARGIN, [texts.extentWithheld('pipelined'), texts.extentDifferent('look-ahead')].join('; ')),
  )
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

// Breakage: "95%" over intervals of three levels, of which none is.
test('the level of every interval stands below them', async () => {
  const candidates = { pipelined: 0.2, 'look-ahead': 0.8 }
  const { stdout } = await run(['compare', raced(candidates, { quick: false }), raced(candidates)])
  expect(stdout).toContain(`\n${texts.tableTitle('sequential')}\n`)
  const levels = { A: 0.995, B: 0.975, 'A / B': 0.995 }
  expect(flat(stdout)).toContain(
    texts.levelsMany(beside(Object.entries(levels).map(([name, level]) => texts.levelOf(name, asPercent(level))))),
  )
  const alone = await run(['compare', raced({ pipelined: 0.2 }, { blocks: 1 }), raced({ pipelined: 0.2 })])
  expect(flat(alone.stdout)).toContain(texts.levels(texts.levelOf('B', asPercent(0.95))))
  const none = await run(['compare', raced({ pipelined: 0.2 }), raced({ 'look-ahead': 0.2 })])
  for (const message of [texts.levels, texts.levelsOne, texts.levelsMany])
    expect(flat(none.stdout)).not.toMatch(like(message('…')))
})

// Breakage: a run that was killed and is compared without a note on it.
test('a torn last line is named with its file, on standard error alone', async () => {
  const whole = raced({ pipelined: 0.5 })
  const lines = trialsOf({ candidates: { pipelined: 0.5 } }).map((trial) => `${JSON.stringify(trial)}\n`)
  const torn = aFolder({ 'trials.jsonl': `${lines.join('')}{"schema":` })
  const place = `${torn}/trials.jsonl:${lines.length + 1}`
  const warning = `utakata: ${problemText({ code: 'last-line-torn', parameters: { place } })}\n`
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
  expect(stdout).toContain(texts.otherWinner('pipelined', 'promise-all'))
})

test('a contradiction ends in 3 although the winner is the same', async () => {
  const a = raced({ pipelined: 0.2, 'look-ahead': 0.8 })
  const { code, stdout } = await run(['compare', a, raced({ pipelined: 0.2, 'look-ahead': 1.3 })])
  expect(code).toBe(3)
  expect(flat(stdout)).toContain(
    texts.otherExtent(texts.variantContradicting({ variant: 'look-ahead', a: verdicts.faster, b: verdicts.slower })),
  )
  expect(stdout).toContain(texts.sameWinner('pipelined'))
})

test('what cannot be said ends in 5', async () => {
  const { code, stdout } = await run(['compare', raced({ pipelined: 0.5 }, { blocks: 3 }), raced({ pipelined: 0.5 })])
  expect(code).toBe(5)
  expect(flat(stdout)).toContain(
    texts.withheldExtent(
      texts.variantDifferent({ variant: 'pipelined', a: verdicts.notJudged, b: verdicts.faster }),
      texts.beforeFirstLook('A'),
    ),
  )
  expect(flat(stdout)).toContain(
    texts.aaCheckNote({ name: 'A', outcome: checks.notJudgedYetProcesses, remedy: texts.remedyFirstLook }),
  )
  expect(stdout).toContain(texts.undecidedWinner(texts.noWinner, 'pipelined'))
})

test('variants that only one has are named', async () => {
  const { code, stdout } = await run([
    'compare',
    raced({ pipelined: 0.2, 'look-ahead': 0.8 }),
    raced({ pipelined: 0.2, 'promise-all': 0.3 }),
  ])
  expect(code).toBe(0)
  expect(stdout).toContain(texts.onlyInOne(beside(['look-ahead', 'promise-all'])))
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
    `utakata: ${problemText({ code: 'different-references', parameters: { references: ['sequential', 'promise-all'] } })}\n`,
  )
})

test('two results of different scenarios are said to be that', async () => {
  const renamed = trialsOf({ candidates: { pipelined: 0.5 } }).map((trial) => ({
    ...trial,
    scenario: { ...trial.scenario, name: 'another' },
  }))
  const { stdout } = await run(['compare', raced({ pipelined: 0.5 }), folderOf(renamed)])
  expect(stdout).toContain(`${texts.otherScenarios('paper', 'another')}\n`)
})
