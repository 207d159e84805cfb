import { aFault } from '../../../support/trials.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { answering, FOREIGN, trialOf } from '../../../support/ab-trials.ts'
import { anAnswer } from '../../../support/comparisons.ts'
import { samples } from '../../../support/samples.ts'

const ADDRESS = 'https://hooks.slack.com/services/T0/B0/S3CRET'

// Breakage: a webhook's address, which a function repeats in its error, ends up in a file that people share.
test('the text of a failure has no address and is no longer than is useful', async () => {
  const long = `Error: cannot post to ${ADDRESS}, ${'and again '.repeat(600_000)}`
  const texts = [
    await trialOf({ failure: aFault(long) }),
    await trialOf({ answer: { error: { message: long } } }),
    await trialOf({ answer: { error: { message: ADDRESS.repeat(100_000) } } }),
    await trialOf({ failure: aFault(`${'x '.repeat(990)}https://user:S3CRET${'S'.repeat(3000)}@host.test/`) }),
    await answering({ failures: [{ step: 'notify', kind: 'defect', message: `no answer of ${ADDRESS}` }] }),
  ].map((trial) => JSON.stringify(trial))
  for (const text of texts) {
    expect(text).not.toContain('S3CRET')
    expect(text.length).toBeLessThan(3500)
  }
  expect(texts[0]).toContain('Error: cannot post to https://hooks.slack.com/…')
})

// Breakage: a search for addresses that takes the square of the text's length: hours for this one.
test('a failure of megabytes that looks like the begin of addresses takes no time', async () => {
  const trial = await trialOf({ failure: aFault(`Error ${'a.'.repeat(3_000_000)}`) })
  expect(trial.faults).toEqual([aFault('Error…')])
})

test.each([
  ['an instant that no Date can hold', { beganMs: 1e300 }],
  ['an instant below zero', { beganMs: -1 }],
  ['a makespan of nothing', { makespanMs: 0 }],
  ['a makespan below zero', { makespanMs: -5 }],
  ['a makespan that is no number', { makespanMs: null }],
  ['limits that are none', { limits: { concurrency: 0 } }],
  ['a limit as text', { limits: { concurrency: 'many' } }],
  ['no figures', { figures: null }],
] as const)('an answer with %s is not taken for one of ours', async (_, change) => {
  const answer = anAnswer()
  Object.assign(answer.run, change)
  const trial = await trialOf({ answer })
  expect(trial.faults).toEqual([{ code: 'unknown-answer' }])
  expect(trial.makespanMs).toBe(70)
})

test('neither names of enormous length nor keys of prototypes come into a record', async () => {
  const huge = 'x'.repeat(1_000_000)
  const hostile = [
    { ...anAnswer(), strategy: huge },
    { ...anAnswer(), bundleDigest: huge },
    { ...anAnswer(), container: { id: huge, isCold: false } },
    JSON.parse(JSON.stringify(anAnswer()).replace('"failures":{}', `"failures":{"${huge}":1}`)),
    JSON.parse(JSON.stringify(anAnswer()).replace('"failures":{}', '"failures":{"constructor":1,"toString":2}')),
    JSON.parse(JSON.stringify(anAnswer()).replace('"strategy"', '"__proto__":{"strategy":"x"},"_"')),
  ] as unknown[]
  for (const answer of hostile) {
    const trial = await trialOf({ answer })
    expect(trial.faults).toEqual([{ code: 'unknown-answer' }])
    expect(JSON.stringify(trial).length).toBeLessThan(3000)
  }
  const polluting = JSON.parse(
    JSON.stringify(anAnswer()).replace('"failures":{}', '"failures":{"__proto__":{"a":1}}'),
  ) as unknown
  expect(Object.getPrototypeOf((await trialOf({ answer: polluting })).failures)).toBe(Object.prototype)
})

test('whatever JSON comes back, there is a trial that a record can hold', async () => {
  const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(1e308, -1, 0, '', '__proto__', null))
  const path = fc.constantFrom('strategy', 'container', 'run', 'isCutOff', 'outcomes', 'bundleDigest')
  const run = fc.constantFrom('beganMs', 'makespanMs', 'limits', 'figures', 'cpuMs', 'examples', 'peakRssBytes')
  await fc.assert(
    fc.asyncProperty(path, run, leaf, leaf, async (key, ofRun, one, other) => {
      const answer = anAnswer()
      Object.assign(answer.run, { [ofRun]: other })
      await trialOf({ answer: { ...answer, [key]: one } })
      await trialOf({ answer: one }, FOREIGN)
    }),
    { numRuns: samples(200), seed: 1 },
  )
})
