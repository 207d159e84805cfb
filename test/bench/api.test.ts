import { readFileSync } from 'node:fs'
import { bench, type BenchOptions, UserError } from 'utakata'
import { expect, test } from 'vitest'
import { SPEED } from '../../bench/judge/selection-criteria.ts'
import { aFolder } from '../support/folders.ts'

// Breakage: an objective that nobody knows, which crashes at the first look, a minute later.
test('what plain JavaScript may get wrong is refused before anything runs, with what was expected', async () => {
  const refused = async (options: unknown) => {
    const error: unknown = await bench('nowhere', options as BenchOptions).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UserError)
    return (error as Error).message
  }
  const objectives =
    "criteria.objective: expected { for: 'speed' }, { for: 'cost' }, { for: 'first-notification' } or { for: 'balanced', speedWeight: 0.7 }, got "
  expect(await refused({ criteria: { objective: { for: 'fastest' }, constraints: {} } })).toBe(
    `${objectives}{ for: 'fastest' }`,
  )
  expect(await refused({ criteria: { objective: 'speed', constraints: {} } })).toBe(`${objectives}'speed'`)
  expect(await refused({ criteria: { objective: { for: 'balanced', speedWeight: 7 }, constraints: {} } })).toContain(
    objectives,
  )
  expect(await refused({ criteria: { objective: { for: 'cost' } } })).toBe(
    'criteria.constraints: expected rssBytes, eventLoopDelayMs, inFlight, failures, or none of them as {}, got undefined',
  )
  expect(await refused({ criteria: { objective: { for: 'cost' }, constraints: { maxRss: 1 } } })).toBe(
    'criteria.constraints: expected rssBytes, eventLoopDelayMs, inFlight, failures, or none of them as {}, got maxRss',
  )
  expect(await refused({ criteria: { objective: { for: 'cost' }, constraints: { rssBytes: '256MB' } } })).toBe(
    "criteria.constraints.rssBytes: expected bytes, more than 0, got '256MB'",
  )
  expect(await refused({ criteria: { objective: { for: 'cost' }, constraints: { failures: 0.5 } } })).toContain(
    'criteria.constraints.failures: expected a whole number of at least 0',
  )
  expect(await refused({ criteria: 'speed' })).toContain("criteria: expected objective and constraints, got 'speed'")
  for (const budgetMs of ['60s', 0, Number.NaN])
    expect(await refused({ budgetMs })).toMatch(/^budgetMs: expected milliseconds, more than 0, got /)
  for (const precision of ['3%', 3, 0])
    expect(await refused({ precision })).toMatch(
      /^precision: expected a share above 0 and at most 1, such as 0\.03, got /,
    )
  expect(await refused({ budget: 60_000 })).toMatch(/^expected set, .*budgetMs.*, got budget$/)
  expect(await refused({ set: 'world.items.count=5' })).toContain('set: expected texts such as ')
  expect(await refused({ budgetMs: Infinity, precision: 1, criteria: SPEED, set: undefined })).toContain('nowhere')
})

test('a list is a sweep, and the error tells a program to use the command or to run value by value', async () => {
  const set = bench('demo', { set: ['world.items.count=[1, 10]'] })
  await expect(set).rejects.toThrow(expect.objectContaining({ code: 'list-in-setting' }))
  const demo = readFileSync(new URL('../../bench/scenario/built-in/demo.yaml', import.meta.url), 'utf8')
  const folder = aFolder({ 'mine.yaml': demo.replace(/count: \d+/, 'count: [1, 10]') })
  const swept = bench(`${folder}/mine.yaml`)
  await expect(swept).rejects.toThrow(UserError)
  await expect(swept).rejects.toThrow(
    'world.items.count: expected one value, got a list of 2; call bench() once for each value, or run the sweep with the command: utakata bench',
  )
})

test('what cannot be measured is a UserError before anything runs', async () => {
  await expect(bench('nowhere')).rejects.toThrow(UserError)
  // Before strategies of one's own are held to the contract, which takes a while.
  await expect(bench('nowhere', { strategyFiles: ['mine.ts'] })).rejects.toThrow(/nowhere/)
  await expect(bench('demo', { set: ['world.items.count=0'] })).rejects.toThrow(/world\.items\.count/)
})
