import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import {
  checkTargets,
  runTool,
  type Target,
  temporaryFolder,
  untilInterrupted,
  ToolError,
  wholeNumber,
} from '../../bench/dev/harness/harness.ts'
import { interleave, interleaveTimes, pairedRatio, placeOf } from '../../bench/dev/harness/interleave.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

test('every variant is measured once in each iteration, in an order that changes and can be repeated', async () => {
  const measured: string[] = []
  const measure = (variant: string, iteration: number) => {
    measured.push(`${variant}${iteration}`)
    return iteration
  }
  const values = await interleave(['a', 'b', 'c'], measure, { iterations: 20, warmUps: 1 })
  expect(values).toEqual(
    Object.fromEntries(['a', 'b', 'c'].map((name) => [name, Array.from({ length: 20 }, (_, i) => i + 1)])),
  )
  const orders = Array.from({ length: 21 }, (_, index) => measured.slice(index * 3, index * 3 + 3))
  for (const [index, order] of orders.entries())
    expect(order.toSorted()).toEqual([`a${index}`, `b${index}`, `c${index}`])
  expect(new Set(orders.map((order) => order.map(([name]) => name).join(''))).size).toBeGreaterThan(3)

  const first = measured.splice(0)
  await interleave(['a', 'b', 'c'], measure, { iterations: 20, warmUps: 1 })
  expect(measured.splice(0)).toEqual(first)
  await interleave(['a', 'b', 'c'], measure, { iterations: 20, warmUps: 1, block: 2 })
  expect(measured).not.toEqual(first)
})

test('all values so far are there after each iteration that counts', async () => {
  const seen: string[] = []
  await interleave(['a', 'b'], (name, iteration) => `${name}${iteration}`, {
    iterations: 2,
    warmUps: 3,
    onIteration: (iteration, { a, b }) => seen.push(`${iteration}: ${a.join()} ${b.join()}`),
  })
  expect(seen).toEqual(['1: a1 b1', '2: a1,a2 b1,b2'])
})

test('times are in milliseconds, of work that ends at once and of work that does not', async () => {
  const later = () => new Promise((resolve) => setTimeout(resolve, 20))
  const { now, waited } = await interleaveTimes({ now: () => 1, waited: later }, { iterations: 2 })
  expect(Math.min(...waited)).toBeGreaterThan(15)
  expect(Math.min(...now)).toBeLessThan(15)
})

test('a ratio is of the pairs, not of the medians', () => {
  expect(pairedRatio([2, 40, 600], [1, 20, 200])).toEqual({ median: 2, count: 3 })
  expect(pairedRatio([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1]).interval).toEqual({ low: 1, high: 6 })
})

test('warm-ups have places of their own in the mock world', () => {
  expect([-1, 0, 1, 2].map((iteration) => placeOf(iteration, 3))).toEqual(['f3/w2', 'f3/w1', 'f3/r1', 'f3/r2'])
})

/** What the tool prints, on either stream, and the exit code that it sets. */
async function outcomeOf(run: () => unknown): Promise<{ printed: string; code: typeof process.exitCode }> {
  let printed = ''
  const print = (text: unknown) => {
    printed += String(text)
    return true
  }
  const before = process.exitCode
  process.exitCode = undefined
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line) => void print(`${line}\n`)),
    vi.spyOn(console, 'error').mockImplementation((line) => void print(`${line}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation(print),
    vi.spyOn(process.stderr, 'write').mockImplementation(print),
  ]
  try {
    await run()
    return { printed, code: process.exitCode }
  } finally {
    process.exitCode = before
    for (const spy of spies) spy.mockRestore()
  }
}

test('a target that is met at its limit says so, one that is missed sets the exit code', async () => {
  const met: Target[] = [
    { what: 'seconds', measured: 30, atMost: 30 },
    { what: 'times faster', measured: { median: 3, interval: { low: 2.5, high: 3.5 } }, atLeast: 3 },
  ]
  const both = await outcomeOf(() => checkTargets(met))
  expect(both.printed).toContain(
    '\nmet     30.0 seconds, at most 30\nmet     3.00 (2.50 to 3.50) times faster, at least 3\n',
  )
  expect(both.code).toBeUndefined()
  const missed = await outcomeOf(() => checkTargets([...met, { what: 'times slower', measured: 1.16, atMost: 1.15 }]))
  expect(missed.printed).toMatch(/\nmissed {2}1\.16 times slower, at most 1\.15\n$/)
  expect(missed.code).toBe(3)
})

test('a tool is given its options, and says what is wrong with others', async () => {
  const given: unknown[] = []
  const runWith = (...args: readonly string[]) =>
    outcomeOf(() =>
      runTool(
        'bench:try',
        'Try something',
        (tool) =>
          tool
            .argument('[count]', 'how many', wholeNumber('[count]'), 5)
            .requiredOption('--peer <folder>', 'where')
            .action((count: number, { peer }: { peer: string }) => {
              if (peer === 'nowhere') throw new ToolError(`--peer: expected a folder, got "${peer}"`)
              given.push([count, peer])
            }),
        args,
      ),
    )
  expect(await runWith('--peer', 'here')).toEqual({ printed: '', code: undefined })
  expect(await runWith('7', '--peer', 'here')).toEqual({ printed: '', code: undefined })
  expect(given.splice(0)).toEqual([
    [5, 'here'],
    [7, 'here'],
  ])
  const hint = '\n(npm run bench:try -- --help lists the options)\n'
  for (const [args, message] of [
    [[], `required option '--peer <folder>' not specified${hint}`],
    [['--peer', 'here', '--per'], `unknown option '--per'\n(Did you mean --peer?)${hint}`],
    [['--peer'], `option '--peer <folder>' argument missing${hint}`],
    [['--peer', 'here', '1', '2'], `too many arguments. Expected 1 argument but got 2: 1, 2.${hint}`],
    [['--peer', 'here', '0'], '[count]: expected a whole number of at least 1, got "0"\n'],
    [['--peer', 'nowhere'], '--peer: expected a folder, got "nowhere"\n'],
  ] as const) {
    const { printed, code } = await runWith(...args)
    expect(printed).toContain(`bench:try: ${message}`)
    expect(code).toBe(1)
  }
  const help = await runWith('--help')
  expect(help.printed).toContain('Usage: npm run bench:try -- [options] [count]\n\nTry something\n')
  expect(help.code).toBe(0)
  expect(given).toEqual([])
})

test('what Ctrl-C breaks off is no error, and anything else is', async () => {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'beforeExit'] as const
  const before = names.map((name) => process.listeners(name as NodeJS.Signals))
  onTestFinished(() => {
    for (const [index, name] of names.entries())
      for (const listener of process.listeners(name as NodeJS.Signals))
        if (!before[index]!.includes(listener)) process.off(name, listener)
  })
  const interrupted = await outcomeOf(() =>
    untilInterrupted('Stopping.', async (signal) => {
      process.emit('SIGINT')
      signal.throwIfAborted()
    }),
  )
  expect(interrupted).toEqual({ printed: '\nStopping.\n', code: 130 })
  await expect(untilInterrupted('Stopping.', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})

test('a temporary folder is gone when it is disposed of', () => {
  const folder = temporaryFolder('test')
  expect(existsSync(folder.path)).toBe(true)
  folder[Symbol.dispose]()
  expect(existsSync(folder.path)).toBe(false)
})

test('every tool has a script of its name', () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: Record<string, string> }
  const names = globSync('bench/dev/*.ts', { cwd: ROOT }).flatMap((file) => {
    const [, name] = /^await runTool\(\s*'([^']+)'/m.exec(readFileSync(`${ROOT}${file}`, 'utf8')) ?? []
    return name === undefined ? [] : [[name, `node bench/launch.mjs --start ${file}`] as const]
  })
  expect(names.length).toBeGreaterThan(5)
  for (const [name, script] of names) expect(scripts[name]).toBe(script)
})
