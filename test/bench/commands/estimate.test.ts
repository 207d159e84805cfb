import { join } from 'node:path'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import {
  type FanOut,
  type EstimateCommandOptions,
  estimateFanOut,
  drawFanOut,
} from '../../../bench/commands/estimate.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import type { ProblemCode, Problems } from '../../../bench/io/problems.ts'
import { CALIBRATION_FILE, featuresOf, keepCalibration, thisMachine } from '../../../bench/model/calibration.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { utakata } from '../../support/command-line.ts'
import { REAL } from '../model/simulated.ts'
import { aFolder } from '../../support/folders.ts'
import { run } from '../../support/in-process.ts'

/** What a person reads, with plain spaces in numbers. */
const drawn = (options: EstimateCommandOptions, width = 80) =>
  drawFanOut(estimateFanOut(options), width).replaceAll('\u00A0', ' ')

/** The same on one line, wherever it was broken. */
const textFor = (options: EstimateCommandOptions = {}) => drawn(options).replaceAll(/\s+/g, ' ')

const refused = <Code extends ProblemCode>(options: EstimateCommandOptions, code: Code, parameters: Problems[Code]) =>
  expect(() => estimateFanOut(options)).toThrow(new UserError(code, parameters))

test('by default three numbers of feeds, in batches of a thousand', () => {
  const table = [
    '      feeds  batches  waves  minutes     USD  USD per million feeds',
    '     10 000       10      1     0.17  0.0029                 0.2906',
    '  1 000 000    1 000     10     1.67  0.2856                 0.2856',
    '100 000 000  100 000  1 000      167   28.55                 0.2855',
  ]
  expect(drawn({})).toContain(`\n\n${table.join('\n')}\n\n`)
})

test('the price is split into what is paid for', () => {
  // 1000 batches of 10 s with 1769 / 1024 GB; 1000 requests; 2 + 2000 transitions; 1000 PUTs and a GET.
  const table = [
    'of which, in USD',
    '    feeds  Lambda compute  Lambda requests  transitions  S3 requests',
    '1 000 000          0.2303           0.0002       0.0501       0.0050',
  ]
  expect(drawn({ feeds: ['1000000'] })).toContain(`\n\n${table.join('\n')}\n\n`)
})

test('every option changes the plan', () => {
  const given = { feeds: ['10', '20'], batch: '5', concurrency: '3', makespan: '1.1s', memory: '512', x86: true }
  const { plan, costs } = estimateFanOut(given)
  expect(plan).toEqual({
    feedsPerBatch: 5,
    concurrency: 3,
    makespanMs: 1100,
    memoryMb: 512,
    architecture: 'x86_64',
  })
  expect(costs.map(({ feeds, batches, waves }) => [feeds, batches, waves])).toEqual([
    [10, 2, 1],
    [20, 4, 2],
  ])
})

test('a makespan is at least the millisecond that is billed', () => {
  expect(estimateFanOut({ makespan: '0.001ms' }).plan.makespanMs).toBe(1)
})

test('it says first that it is computed, by which prices, and what it leaves out', () => {
  expect(textFor()).toMatch(/^COMPUTED, not measured\. Reported us-east-1 prices as of \d{4}-\d\d: check yours\. /)
  for (const what of ['data transfer', 'NAT', 'CloudWatch logs', 'X-Ray', 'cold starts'])
    expect(estimateFanOut({}).notIncluded.join()).toContain(what)
})

test('the makespan is an assumption until it is given', () => {
  expect(textFor()).toContain('Every batch takes 10 s, whatever --batch is: a round number of ours, assumed')
  expect(textFor()).toContain('npx utakata bench wide')
  expect(textFor({ makespan: '10s' })).toContain('Every batch takes 10 s, as given with --makespan. ')
})

test('a list that is said to be too large for one file is named', () => {
  expect(estimateFanOut({ feeds: ['83000000'] }).warnings).toEqual([])
  expect(textFor({ feeds: ['100000000'] })).toContain(
    'Warning: the list of 100 000 000 feeds has about 12 GB, more than the 10 GB that one file is said to have at most (not verified): it takes 2 runs',
  )
})

test('more at the same time than an account may by default is named', () => {
  expect(estimateFanOut({ concurrency: '1000', feeds: ['1'] }).warnings).toEqual([])
  expect(textFor({ concurrency: '1001' })).toContain("more than an account's default of 1 000: have the quota raised")
})

test('more feeds than one run is said to take are named, with the runs they need', () => {
  expect(textFor({ feeds: ['100000000'] })).not.toContain('spread them')
  expect(textFor({ feeds: ['250000000'] })).toContain('spread them over 3 runs')
})

test('what AWS would refuse is refused', () => {
  refused({ makespan: '15.1m' }, 'estimate-makespan', { given: '15.1m' })
  expect(estimateFanOut({ makespan: '15m', memory: '128', concurrency: '10000' }).plan.makespanMs).toBe(900_000)
  refused({ concurrency: '10001' }, 'estimate-concurrency', { most: 10_000, given: '10001' })
  for (const memory of ['127', '10241'])
    refused({ memory }, 'estimate-memory', { leastMb: 128, mostMb: 10_240, given: memory })
})

test('what is no number or no duration is refused', () => {
  refused({ feeds: ['10', 'many'] }, 'not-a-count', { option: '--feeds', least: 1, given: 'many' })
  refused({ feeds: ['1e6'] }, 'not-a-count', { option: '--feeds', least: 1, given: '1e6' })
  refused({ batch: '0' }, 'not-a-count', { option: '--batch', least: 1, given: '0' })
  refused({ batch: '2001' }, 'estimate-batch', { most: 2000, itemBytes: 120, given: '2001' })
  refused({ concurrency: '-1' }, 'not-a-count', { option: '--concurrency', least: 1, given: '-1' })
  refused({ memory: '1 GB' }, 'not-a-count', { option: '--memory', least: 1, given: '1 GB' })
  expect(() => estimateFanOut({ makespan: '10' })).toThrow(
    expect.objectContaining({ code: 'not-a-duration', parameters: { option: '--makespan', given: '10' } }),
  )
})

test('no line is wider than the terminal, with warnings and without', () => {
  const all = { feeds: ['1', '250000000'], batch: '2000', concurrency: '9999', memory: '10240', makespan: '899.999s' }
  for (const width of [80, 120])
    for (const options of [{}, all])
      for (const line of drawn(options, width).split('\n')) {
        expect(stringWidth(line), line).toBeLessThanOrEqual(width)
        expect(line).toBe(line.trimEnd())
      }
})

// Breakages: a few feeds take as long as a full batch; the time of a batch is still said to be assumed.
test('what is predicted of a scenario takes the place of an assumed duration, for each number of feeds', () => {
  const makespansMs = new Map([
    [1000, 4000],
    [10, 250],
  ])
  const predicted = { scenario: 'learned', strategy: 'pipelined', p90Error: 0.13, isBusy: false, makespansMs } as const
  const fanOut = estimateFanOut({}, predicted)
  expect(fanOut.plan.makespanMs).toBe(4000)
  expect(fanOut.batch).toEqual({
    origin: 'predicted',
    scenario: 'learned',
    strategy: 'pipelined',
    p90Error: 0.13,
    isBusy: false,
  })
  expect(fanOut.costs.map(({ feeds, waves, elapsedMs }) => [feeds, waves, elapsedMs])).toEqual([
    [10, 1, 250],
    [10_000, 1, 4000],
    [1_000_000, 10, 40_000],
    [100_000_000, 1000, 4e6],
    [1_000_000_000, 10_000, 4e7],
  ])
  const text = drawFanOut(fanOut, 100).replaceAll(/\s+/g, ' ')
  expect(text).toContain('A full batch takes 4 s: predicted for pipelined in the scenario learned on this machine')
  expect(text).not.toContain('assumed and measured nowhere')
})

// Breakages: what is predicted is not asked of the strategy that was named; a setting that nobody measured has an error.
test('the duration of a batch is predicted in a scenario, by a calibration that is kept', async () => {
  const cwd = aFolder()
  const measuredAt = '2026-01-15T09:00:00.000Z'
  const calibration = { costs: REAL, machine: thisMachine(), measuredAt, runs: 40, load: 0 }
  keepCalibration(featuresOf(readScenario('demo')), calibration, join(cwd, CALIBRATION_FILE))
  const estimate = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await utakata(['estimate', 'demo', '--json', ...args], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout) as FanOut
  }
  const pipelined = await estimate('--feeds', '10', '--feeds', '1000', '--batch', '50')
  const sequential = await estimate('--strategy', 'sequential', '--feeds', '50', '--batch', '50')
  expect(pipelined.batch).toMatchObject({ scenario: 'demo', strategy: 'pipelined', isBusy: false })
  expect(pipelined.batch!.p90Error).toBeGreaterThan(0)
  // Of each item the median delay is 3 ms.
  expect(sequential.plan.makespanMs).toBeGreaterThan(50 * 3)
  expect(pipelined.plan.makespanMs).toBeLessThan(sequential.plan.makespanMs / 3)
  expect(pipelined.costs[0]!.elapsedMs).toBeLessThan(pipelined.plan.makespanMs)
  expect((await estimate('--batch', '2000')).batch).not.toHaveProperty('p90Error')
  const { code, stderr } = await utakata(
    ['estimate', 'demo', '--strategy', 'sequential', '--set', 'world.fetchDelay.medianMs=18000', '--batch', '2000'],
    { cwd },
  )
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^utakata: --batch: expected batches that are done within the 15 minutes/),
  ])
})

test('a duration beside a scenario, and a scenario that is not there, are refused', async () => {
  const cwd = aFolder()
  const [twice, unknown] = await Promise.all([
    run(['estimate', 'demo', '--makespan', '3s'], { cwd }),
    run(['estimate', 'no-such.yaml'], { cwd }),
  ])
  expect(twice).toMatchObject({ code: 1, stdout: '' })
  expect(twice.stderr).toContain('--makespan cannot be combined with a scenario (demo)')
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  const { code, stderr } = await run(['estimate', '--strategy', 'sequential'], { cwd })
  expect([code, stderr]).toEqual([1, expect.stringContaining('--strategy: expected a scenario')])
})

// Breakage: "1" at the end of a line and "000 feeds" on the next.
test('a number is not broken over two lines', () => {
  for (let width = 80; width <= 120; width++) expect(drawFanOut(estimateFanOut({}), width)).not.toMatch(/\d \d/)
})

test('from the command line: piped, as JSON and refused', async () => {
  const [piped, json, bad] = await Promise.all([
    run(['estimate', '--feeds', '10', '--feeds', '20']),
    run(['estimate', '--feeds', '10', '--x86', '--json']),
    run(['estimate', '--makespan', '20m']),
  ])
  expect(piped).toMatchObject({ code: 0, stderr: '' })
  expect(piped.stdout).toBe(`${drawFanOut(estimateFanOut({ feeds: ['10', '20'] }), 100)}\n`)
  expect(json).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(json.stdout) as FanOut).toEqual(estimateFanOut({ feeds: ['10'], x86: true }))
  expect(bad).toMatchObject({ code: 1, stdout: '' })
  expect(bad.stderr).toMatch(/^utakata: --makespan: expected at most 15m, /)
})

test('it explains itself with an example, and shows the defaults that it has', async () => {
  const { code, stdout } = await run(['estimate', '--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^NAME\n    utakata estimate - /)
  expect(stdout).toMatch(/\nEXAMPLES\n {4}utakata estimate --feeds /)
  for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120)
  const shown = {
    feeds: ['10000', '1000000', '100000000'],
    batch: /--batch [^(]*\(default:\s+(\d+)\)/.exec(stdout)![1]!,
    concurrency: /--concurrency [^(]*\(default:\s+(\d+)\)/.exec(stdout)![1]!,
    makespan: /--makespan [^(]*\(default:\s+(\w+),/.exec(stdout)![1]!,
    memory: /--memory [^(]*\(default:\s+(\d+)\)/.exec(stdout)![1]!,
  }
  expect(stdout).toMatch(/10000,\s+1000000 and 100000000/)
  expect(estimateFanOut(shown)).toMatchObject({ plan: estimateFanOut({}).plan, costs: estimateFanOut({}).costs })
})
