import { chmodSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { buildPeer } from '../../../bench/dev/peer/go.ts'
import { type Row, ROWS, rowsNamed, variantsOf } from '../../../bench/dev/peer/rows.ts'
import { drawPeerReport, type Runs, type SideRun } from '../../../bench/dev/peer/table.ts'
import { ToolError } from '../../../bench/dev/harness/harness.ts'
import { type Ended, utakata } from '../../support/command-line.ts'
import { aFolder } from '../../support/folders.ts'

const TOOL = fileURLToPath(new URL('../../../bench/dev/peer.ts', import.meta.url))
const rowOf = (name: string): Row => ROWS.find((row) => row.name === name)!
const aProgram = () => aFolder({ 'go.mod': 'module peer\n' })
const aRun = (of: Partial<SideRun> = {}): SideRun => ({
  makespanMs: 400,
  cpuMs: 100,
  peakRssBytes: 50e6,
  sent: 100,
  ...of,
})

/** Runs of a contest in which each variant took these milliseconds, by repetition. */
function runsOf(took: Readonly<Record<string, readonly number[]>>): Runs {
  return Object.fromEntries(
    Object.entries(took).map(([variant, all]) => [variant, all.map((makespanMs) => aRun({ makespanMs }))]),
  )
}

const draw = (row: Row, runs: Runs | Error) => drawPeerReport([row], new Map([[row.contest.name, runs]]))

test('without --only all rows are compared; --only chooses some of them, and none that is unknown', () => {
  expect(rowsNamed([])).toBe(ROWS)
  expect(rowsNamed(['memory', 'cpu-2k']).map(({ name }) => name)).toEqual(['cpu-2k', 'memory'])
  expect(() => rowsNamed(['memory', '2k'])).toThrow(/^--only: expected 2k-100ms, cpu-2k, .*, got "2k"$/)
})

test('a folder without a Go program is refused', async () => {
  const folder = aFolder()
  await expect(buildPeer(folder, aFolder(), new AbortController().signal)).rejects.toThrow(
    new ToolError(`--peer: expected the folder of a Go program, got "${folder}", where there is no go.mod`),
  )
})

test('the variants of each row have names of their own, and Go is one of them for each size of job', () => {
  for (const { contest } of ROWS) {
    const variants = variantsOf(contest)
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length)
    expect(variants.filter(({ ours }) => !ours).map(({ feeds }) => feeds)).toEqual(contest.feeds)
  }
  expect(variantsOf(rowOf('memory').contest).map(({ name }) => name)).toEqual([
    'Go, 1000 feeds',
    'pipelined 256, 1000 feeds',
    'Go, 5000 feeds',
    'pipelined 256, 5000 feeds',
  ])
})

test('a ratio is taken within each repetition, not over the medians', () => {
  const { lines, exitCode } = draw(rowOf('2k-100ms'), runsOf({ Go: [400, 800, 500], 'pipelined 256': [412, 816, 510] }))
  expect(lines[1]).toMatch(
    /^2k-100ms +pipelined 256 +1\.020 \(1\.020 to 1\.030\) +1\.05 +met +500 +0\.10 +0\.10 +50 +50$/,
  )
  expect(lines.at(-1)).toBe('Targets: 1 of 1 met.')
  expect(exitCode).toBe(0)
})

test('a target that is missed says so, and so does the exit code', () => {
  const { lines, exitCode } = draw(rowOf('2k-100ms'), runsOf({ Go: [400, 400], 'pipelined 256': [500, 520] }))
  expect(lines[1]).toMatch(/ 1\.05 +missed +400 /)
  expect(lines.at(-1)).toBe('Targets: 0 of 1 met; not met: 2k-100ms.')
  expect(exitCode).toBe(3)
})

test('repetitions on both sides of a target make its verdict uncertain', () => {
  const row = rowOf('2k-100ms')
  expect(draw(row, runsOf({ Go: [400, 400, 400], 'pipelined 256': [404, 404, 440] })).lines[1]).toContain('met, unsure')
  expect(draw(row, runsOf({ Go: [400, 400, 400], 'pipelined 256': [404, 440, 440] })).lines[1]).toContain(
    'missed, unsure',
  )
})

test('where only the best strategy has to meet a target, the others are shown without one', () => {
  const { lines } = draw(
    rowOf('50k-20ms'),
    runsOf({
      Go: [100],
      'pipelined 256': [200],
      'promise-all 256': [300],
      'worker-threads 256': [130],
      'check-threads 256': [150],
    }),
  )
  expect(lines.filter((line) => /met|missed/.test(line))).toEqual([
    expect.stringMatching(/worker-threads 256 +1\.300 \(1\.300 to 1\.300\) +1\.4 +met /),
    'Targets: 1 of 1 met.',
  ])
})

test('CPU is held against Go over the same runs', () => {
  const runs = { Go: [aRun({ cpuMs: 50 })], 'pipelined 256': [aRun({ cpuMs: 125 })] }
  expect(draw(rowOf('cpu-2k'), runs).lines[1]).toMatch(
    / 2\.500 \(2\.500 to 2\.500\) CPU +2 CPU +missed +400 +0\.13 +0\.05 /,
  )
})

test('memory is what a further feed adds to the peak, of Go too, whose own has no target', () => {
  const sized = (mebibytes: number, sent: number) => [aRun({ peakRssBytes: mebibytes * 2 ** 20, sent })]
  const runs = {
    'Go, 1000 feeds': sized(20, 100),
    'pipelined 256, 1000 feeds': sized(100, 100),
    'Go, 5000 feeds': sized(20, 500),
    'pipelined 256, 5000 feeds': sized(150, 500),
  }
  const { lines } = draw(rowOf('memory'), runs)
  expect(lines[1]).toMatch(/^memory +pipelined 256, 5000 feeds +12\.8 \(12\.8 to 12\.8\) KiB\/feed +16 KiB\/feed +met /)
  expect(lines[2]).toMatch(/^memory +Go, 5000 feeds +0\.000 \(0\.000 to 0\.000\) KiB\/feed +400 /)
})

test('sides that did not send as much are not compared', () => {
  const runs = { Go: [aRun(), aRun()], 'pipelined 256': [aRun(), aRun({ sent: 99 })] }
  const { lines, exitCode } = draw(rowOf('2k-100ms'), runs)
  expect(lines[1]).toMatch(/pipelined 256 +– +1\.05 +wrong output/)
  expect(lines).toContain('2k-100ms: wrong output: sent by Go: 100; pipelined 256: 100 or 99')
  expect(lines.at(-1)).toBe('Targets: 0 of 1 met; not met: 2k-100ms.')
  expect(exitCode).toBe(2)
})

test('a run that failed is wrong output, even where as much was sent', () => {
  const runs = { Go: [aRun({ fault: '3 failures, such as: EOF' })], 'look-ahead': [aRun()] }
  expect(draw(rowOf('look-ahead'), runs).lines).toContain('look-ahead: wrong output: Go: 3 failures, such as: EOF')
})

test('a contest that broke off costs its own rows only, and rows that were not run are left away', () => {
  const { lines, exitCode } = drawPeerReport(
    ROWS,
    new Map<string, Runs | Error>([
      ['2k-100ms', new Error('pipelined 256 ended by itself (SIGKILL)')],
      ['sequential', runsOf({ Go: [400], sequential: [404] })],
    ]),
  )
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^2k-100ms .* broke off$/),
    expect.stringMatching(/^cpu-2k .* broke off$/),
    expect.stringMatching(/^sequential +sequential +1\.010 /),
    '2k-100ms broke off: pipelined 256 ended by itself (SIGKILL)',
    'Targets: 0 of 2 met; not met: 2k-100ms, cpu-2k.',
  ])
  expect(exitCode).toBe(5)
})

/** Runs the tool on a program with nothing but this on its PATH. */
function compare(path: string, program: string): Promise<Ended> {
  return utakata(['--start', TOOL, '--peer', program], { env: { PATH: path } })
}

test('without Go it says how to install it', async () => {
  expect(await compare(aFolder(), aProgram())).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /\nbench:peer: expected Go to build the peer with, found none; .*apt-get install golang-go\n$/,
    ),
  })
})

test('a program that does not build is shown with what the compiler said, and left as it was', async () => {
  const path = aFolder({ go: '#!/bin/sh\necho "main.go:1:1: expected package" >&2\nexit 1\n' })
  chmodSync(`${path}/go`, 0o755)
  const program = aProgram()
  const { code, stderr } = await compare(path, program)
  expect(code).toBe(1)
  expect(stderr).toContain(
    `bench:peer: --peer: expected a Go program that builds, got "${program}", where go build failed:\nmain.go:1:1: expected package\n`,
  )
  expect(readdirSync(program)).toEqual(['go.mod'])
})
