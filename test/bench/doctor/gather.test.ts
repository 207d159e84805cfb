import { expect, test } from 'vitest'
import { awsFacts, clockStepMs, type Surroundings, timerFacts, webhookFact } from '../../../bench/doctor/gather.ts'

test('the step of a clock is the smallest that it makes, however often it stands still', () => {
  let reading = 0
  // Later than a fine clock is looked at at all.
  const coarse = () => BigInt(Math.floor(reading++ / 7000)) * 15_600_000n
  expect(clockStepMs(coarse)).toBe(15.6)
  let ns = 0n
  const steps = [100n, 40n, 0n, 60n]
  expect(clockStepMs(() => (ns += steps[reading++ % 4]!))).toBe(0.00004)
})

test('timers are never early, and the worst is at least as late as the middle one', async () => {
  const { medianLateMs, worstLateMs, timers } = await timerFacts()
  expect(timers).toBe(50)
  expect(medianLateMs).toBeGreaterThanOrEqual(0)
  expect(worstLateMs).toBeGreaterThanOrEqual(medianLateMs)
})

/** What a home with these files and these variables has. */
const factsOf = (env: Surroundings['env'], files: readonly string[] = []) =>
  awsFacts({ env, home: '/home/me', exists: (file) => files.includes(file) })

test('credentials are found where the AWS clients look, and named by where they are', () => {
  expect(factsOf({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }).credentials).toEqual(['environment'])
  expect(factsOf({ AWS_WEB_IDENTITY_TOKEN_FILE: 'a', AWS_ROLE_ARN: 'b' }).credentials).toEqual(['web-identity'])
  for (const name of ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'])
    expect(factsOf({ [name]: 'a' }).credentials).toEqual(['container-role'])
  expect(factsOf({}, ['/home/me/.aws/credentials']).credentials).toEqual(['credentials-file'])
  expect(factsOf({ AWS_SHARED_CREDENTIALS_FILE: '/x' }, ['/x']).credentials).toEqual(['credentials-file'])
})

test('half of what it takes, and what is set to nothing, is nothing', () => {
  const nothing = { credentials: [], hasRegion: false, hasConfigFile: false }
  expect(factsOf({})).toEqual(nothing)
  expect(factsOf({ AWS_ACCESS_KEY_ID: 'a', AWS_ROLE_ARN: 'b' })).toEqual(nothing)
  expect(factsOf({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: '', AWS_REGION: '' })).toEqual(nothing)
  expect(factsOf({ AWS_SHARED_CREDENTIALS_FILE: '/x' }, ['/home/me/.aws/credentials'])).toEqual(nothing)
})

test('a region is of the environment, or perhaps of the shared config file', () => {
  expect(factsOf({ AWS_REGION: 'a' })).toMatchObject({ hasRegion: true, hasConfigFile: false })
  expect(factsOf({}, ['/home/me/.aws/config'])).toMatchObject({ hasRegion: false, hasConfigFile: true })
  expect(factsOf({ AWS_CONFIG_FILE: '/y' }, ['/y'])).toMatchObject({ hasConfigFile: true })
})

test('a webhook is an address, or is not there', () => {
  const of = (url?: string) => webhookFact({ env: { SLACK_WEBHOOK_URL: url } })
  expect([of(), of('')]).toEqual(['absent', 'absent'])
  expect([of('https://hooks.slack.com/x'), of('http://127.0.0.1:1/x')]).toEqual(['an address', 'an address'])
  expect([of('hooks.slack.com/x'), of('ftp://x')]).toEqual(['no address', 'no address'])
})
