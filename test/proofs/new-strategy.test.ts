import { spawn } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { aCopy } from '../support/checkouts.ts'

const FILE = readFileSync(new URL('../support/further-strategy.ts', import.meta.url), 'utf8')

/** A copy of this checkout with one more strategy: a file, and a line of the registry with its import. */
function withStrategy(source: string): string {
  const folder = aCopy()
  writeFileSync(join(folder, 'strategies/in-waves.ts'), source.replace('../../strategies/job.ts', './job.ts'))
  const registry = join(folder, 'strategies/index.ts')
  const lines = readFileSync(registry, 'utf8').replace('\n} satisfies', "\n  'in-waves': inWaves,\n} satisfies")
  writeFileSync(registry, `import { inWaves } from './in-waves.ts'\n${lines}`)
  return folder
}

interface Ended {
  readonly code: number | null
  readonly output: string
}

async function run(folder: string, command: string, args: readonly string[], signal: AbortSignal): Promise<Ended> {
  // As in the shell of whoever adds a strategy: none of what this run of the tests sets for its own processes.
  const { PATH, HOME, TMPDIR } = process.env
  const env = { PATH, HOME, TMPDIR }
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], signal })
  // An abort is reported as one.
  child.on('error', () => {})
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, output: stdout + stderr }
}

function expectPassed({ code, output }: Ended): void {
  expect(code, output.slice(-20_000)).toBe(0)
}

function runTests(folder: string, args: readonly string[], signal: AbortSignal): Promise<Ended> {
  const vitest = [
    'bench/launch.mjs',
    '--start',
    'node_modules/vitest/vitest.mjs',
    'notify',
    '--project',
    'quick',
    '--project',
    'processes',
    '--project',
    'strategies',
  ]
  // What a busy machine makes late passes when it is tried again; a list without the new strategy never does.
  return run(folder, process.execPath, [...vitest, '--retry', '2', '--testTimeout', '300000', ...args], signal)
}

const CONTRACT = 'test/strategies/contract.test.ts'

/** Tests that iterate over the registry, and those of what is generated from it. */
function testsOfTheRegistry(folder: string): string[] {
  return globSync('test/**/*.test.ts', { cwd: folder, exclude: ['test/proofs/**', CONTRACT] }).filter((file) =>
    /Object\.\w+(<.*>)?\(strategies\)|support\/documents\.ts'|SCHEMA_FILES/.test(
      readFileSync(join(folder, file), 'utf8'),
    ),
  )
}

// Some minutes on two cores of its own, and far more beside others; what is still running then is stopped.
vi.setConfig({ testTimeout: 1_800_000 })

// Breakage: a list of strategies beside the registry, be it of colours, of errors of predictions, in a schema or in a test.
test('a new strategy is one file and one line: types, lint, format, dead code and every test of the registry pass', async ({
  signal,
}) => {
  const folder = withStrategy(FILE)
  for (const [tool, ...args] of [['tsc'], ['oxlint', '--type-aware'], ['oxfmt', '--check'], ['knip']] as const)
    expectPassed(await run(folder, process.execPath, [join(folder, 'node_modules/.bin', tool), ...args], signal))
  const files = testsOfTheRegistry(folder)
  expect(files.length).toBeGreaterThan(12)
  expectPassed(await runTests(folder, files, signal))
  expectPassed(await runTests(folder, [CONTRACT, '--testNamePattern', '^in-waves '], signal))
})

// Breakage: a contract that does not run over what was added.
test('a new strategy that leaves items out breaks its contract', async ({ signal }) => {
  const folder = withStrategy(FILE.replace('feeds.slice(at,', 'feeds.slice(at + 1,'))
  const { code, output } = await runTests(
    folder,
    [CONTRACT, '--testNamePattern', '^in-waves .*randomly generated scenarios'],
    signal,
  )
  expect(code).toBe(1)
  expect(output).toMatch(/in-waves .*randomly generated scenarios/)
})
