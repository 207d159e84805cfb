import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTableClaims } from '../../infra/claims-table.ts'
import { awsServices, type AwsServices } from '../support/aws-services.ts'

const START_MS = Date.UTC(2027)
const claimOf = (key: string, ...earlierKeys: string[]) => ({ key, earlierKeys, startMs: START_MS })

/** Claims of a table of these services. */
function claimsOf(aws: AwsServices) {
  vi.stubEnv('AWS_ENDPOINT_URL', aws.origin)
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a-key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-secret')
  const claims = createTableClaims('claims')
  onTestFinished(async () => {
    await claims.close()
    vi.unstubAllEnvs()
  })
  return claims
}

const { signal } = new AbortController()

test('a claim is taken once, given back, and taken by another', async () => {
  await using aws = await awsServices()
  const [one, other] = [claimsOf(aws), claimsOf(aws)]
  expect(await one.take(claimOf('a'), signal)).toBe(true)
  expect(await other.take(claimOf('a'), signal)).toBe(false)
  await other.release('a', signal)
  expect(aws.claims.size, "another's claim is not given back").toBe(1)
  await one.release('a', signal)
  expect(await other.take(claimOf('a'), signal)).toBe(true)
})

// Breakage: claims of the version before are not looked for, or one of this version counts under an earlier key.
test('a claim of an earlier version counts under an earlier key, one of this version does not', async () => {
  await using aws = await awsServices()
  const claims = claimsOf(aws)
  aws.claims.set('old', { claim: { S: 'old' }, owner: { S: 'another run' }, until: { N: '1800000000' } })
  expect(await claims.take(claimOf('new', 'none', 'old'), signal)).toBe(false)
  expect(await claims.take(claimOf('own'), signal)).toBe(true)
  expect(await claims.take(claimOf('new', 'own'), signal)).toBe(true)
  expect([...aws.claims.keys()]).toEqual(['old', 'own', 'new'])
})

test('an earlier key that cannot be looked up claims nothing', async () => {
  await using aws = await awsServices()
  aws.fail('GetItem', 400, 'AccessDeniedException')
  await expect(claimsOf(aws).take(claimOf('new', 'old'), signal)).rejects.toThrow('as planned')
  expect(aws.claims.size).toBe(0)
})

// Breakage: claims are kept from now on, where the start is later, or are deleted before a late retry.
test('a claim is kept for 30 days after its event, and after it was made', async () => {
  await using aws = await awsServices()
  const claims = claimsOf(aws)
  const monthMs = 30 * 86_400_000
  const beganMs = Date.now()
  await claims.take({ key: 'later', earlierKeys: [], startMs: beganMs + monthMs }, signal)
  await claims.take({ key: 'past', earlierKeys: [], startMs: 0 }, signal)
  const untilMs = (key: string) => Number(aws.claims.get(key)!.until!.N) * 1000
  expect(untilMs('later')).toBe(Math.ceil((beganMs + 2 * monthMs) / 1000) * 1000)
  expect(untilMs('past')).toBeGreaterThanOrEqual(beganMs + monthMs)
})

// Breakage: the put's failure alone is looked at: its answer may be what was lost.
test('a put that was written and never answered is taken back', async () => {
  await using aws = await awsServices()
  aws.hang('PutItem', 'written')
  const claims = claimsOf(aws)
  await expect(claims.take(claimOf('a'), AbortSignal.timeout(300))).rejects.toThrow(/abort/i)
  expect(aws.claims.size).toBe(0)
})

// Breakage: nothing says so: the next try would find it claimed, and take that for sent.
test('a put that may be written later is said to be perhaps claimed', async () => {
  await using aws = await awsServices()
  aws.hang('PutItem')
  const failure = claimsOf(aws).take(claimOf('a'), AbortSignal.timeout(300))
  await expect(failure).rejects.toThrow('it may stay claimed: no answer came')
})

test('a put that is refused is not taken back, since nothing was written', async () => {
  await using aws = await awsServices()
  aws.fail('PutItem', 400, 'AccessDeniedException')
  await expect(claimsOf(aws).take(claimOf('a'), signal)).rejects.toThrow('as planned')
  expect(aws.seen.map(({ headers }) => headers['x-amz-target'])).not.toContain('DynamoDB_20120810.DeleteItem')
})

// Breakage: the short retry period near a deadline applies to every run, although there is time to try again.
test('giving back is tried for a while, and only for a moment once the run is to end', async () => {
  await using aws = await awsServices()
  const claims = claimsOf(aws)
  await claims.take(claimOf('a'), signal)
  aws.hang('DeleteItem')
  const ended = AbortSignal.abort(new Error('the deadline'))
  const beganMs = performance.now()
  await expect(claims.release('a', ended)).rejects.toThrow(/abort/i)
  expect(performance.now() - beganMs).toBeLessThan(2000)
  const patient = claims.release('a', signal).then(
    () => 'given back',
    () => 'given up',
  )
  expect(await Promise.race([patient, sleep(1500, 'still trying')])).toBe('still trying')
})
