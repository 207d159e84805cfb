import { expect, test } from 'vitest'
import { readOwnStrategies } from '../../bench/run/contract/own-strategies.ts'
import { UserError } from '../../bench/io/user-error.ts'
import { errorText } from '../../bench/report/messages/problems.ts'
import { badFile } from '../support/bad-strategies.ts'
import { childrenWith } from '../support/processes.ts'
import { aModule, GOOD } from '../support/own-modules.ts'

test(
  'a strategy of somebody’s own that keeps the contract is a candidate under the name of its file',
  { timeout: 120_000 },
  async () => {
    const clauses: string[] = []
    const file = aModule('one-by-one.mjs', GOOD)
    const [own] = await readOwnStrategies([file], { beginning: (clause) => clauses.push(clause) })
    expect(own).toMatchObject({ strategy: 'one-by-one', module: expect.stringMatching(/^file:.*one-by-one\.mjs$/) })
    expect(own!.order).toBeTypeOf('function')
    expect(clauses).toHaveLength(7)
  },
)

test('a strategy that ends its own process is refused with an explanation', { timeout: 120_000 }, async () => {
  const file = aModule('deadly.mjs', 'export default async () => process.exit(3)')
  const error: unknown = await readOwnStrategies([file]).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'strategy-breaks-contract', parameters: { strategy: 'deadly' } })
  expect(errorText(error)).toMatch(/got deadly: it ought to be one that .*ended unexpectedly \(exit code 3\)/)
})

// Breakage: a file whose loading ends utakata itself, which then prints nothing and exits with 0.
test(
  'a module that ends its process when it is loaded is refused with an explanation',
  { timeout: 120_000 },
  async () => {
    const file = aModule('script.mjs', 'process.exit(0)')
    const error: unknown = await readOwnStrategies([file]).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UserError)
    expect(errorText(error)).toMatch(/script\.mjs" cannot be loaded: .*ended unexpectedly \(exit code 0\)$/)
  },
)

// Breakage: a benchmark that breaks off in its middle, since the time of an order that waits for timers cannot be simulated.
test('a strategy that waits for a timer of its own is refused with an explanation', { timeout: 120_000 }, async () => {
  const pause = 'await new Promise((resolve) => setTimeout(resolve, 1)); for (const feed of feeds)'
  const file = aModule('paced.mjs', GOOD.replace('for (const feed of feeds)', pause))
  const error: unknown = await readOwnStrategies([file]).catch((reason: unknown) => reason)
  expect(error).toMatchObject({
    code: 'strategy-waits',
    parameters: { strategy: 'paced', problem: { code: 'waits-for-no-step' } },
  })
})

// Breakage: a refusal for a limit that is not declared that reads like one for a limit that is not kept.
test(
  'a strategy that fetches all at once and declares no limit is told to declare one',
  { timeout: 120_000 },
  async () => {
    const all = `export const all = ({ job: { feeds }, steps: { fetch, check, notify } }) =>
    Promise.all(feeds.map(async (feed) => notify(await check(await fetch(feed)))))`
    const breachOf = (code: string) =>
      readOwnStrategies([aModule('all.mjs', code)]).catch((error: UserError) => error.parameters)
    const inFlight = { clause: 'within-limit', breach: { code: 'fetches-in-flight', most: 1 } }
    expect(await breachOf(all)).toMatchObject({ ...inFlight, breach: { ...inFlight.breach, isDeclared: false } })
    const declared = `${all}\nall.limits = { concurrency: Infinity }`
    expect(await breachOf(declared)).toMatchObject({ ...inFlight, breach: { ...inFlight.breach, isDeclared: true } })
  },
)

// Breakage: a request that no recording, limit or cancel knows of, taken for one of the run's.
test('a strategy that calls the global fetch is refused for it', { timeout: 120_000 }, async () => {
  const code = GOOD.replace(
    'const outcomes = []',
    'const outcomes = []; await globalThis.fetch(feeds[0]?.url).catch(() => {})',
  )
  await expect(readOwnStrategies([aModule('global.mjs', code)])).rejects.toMatchObject({
    code: 'strategy-breaks-contract',
    parameters: { strategy: 'global', breach: { code: 'global-fetch' } },
  })
})

// Breakage: a limit that is only waited for, with the process left in its loop; or none for the loading.
test.each([
  [
    'loops-always',
    /got loops-always: it ought to be one that .*: the process of the strategy was killed: it gave no answer within 8000 ms/,
  ],
  [
    'loops-on-import',
    /loops-on-import\.mjs" cannot be loaded: the process of the strategy was killed: it gave no answer within 8000 ms$/,
  ],
  [
    'waits-on-import',
    /waits-on-import\.mjs" cannot be loaded: the process of the strategy was killed: it gave no answer within 8000 ms$/,
  ],
] as const)(
  'a strategy that hangs is refused with an explanation, and its process killed: %s',
  { timeout: 60_000 },
  async (name, words) => {
    const error: unknown = await readOwnStrategies([badFile(name)], { patienceMs: 8000 }).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(UserError)
    expect(errorText(error)).toMatch(words)
    expect(childrenWith('bench/run/contract/child.ts')).toEqual([])
  },
)
