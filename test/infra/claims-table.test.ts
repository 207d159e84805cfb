import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTableClaims } from '../../infra/claims-table.ts'
import { awsServices, type AwsServices } from '../support/aws-services.ts'

const UNTIL_MS = Date.UTC(2027)

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
  expect(await one.take('a', UNTIL_MS, signal)).toBe(true)
  expect(await other.take('a', UNTIL_MS, signal)).toBe(false)
  await other.release('a', signal)
  expect(aws.claims.size, "another's claim is not given back").toBe(1)
  await one.release('a', signal)
  expect(await other.take('a', UNTIL_MS, signal)).toBe(true)
})

// Red when the put's failure alone is looked at: its answer may be what was lost.
test('a put that was written and never answered is taken back', async () => {
  await using aws = await awsServices()
  aws.hang('PutItem', 'written')
  const claims = claimsOf(aws)
  await expect(claims.take('a', UNTIL_MS, AbortSignal.timeout(300))).rejects.toThrow(/abort/i)
  expect(aws.claims.size).toBe(0)
})

// Red when nobody says so: the next try would find it claimed, and take that for told.
test('a put that may be written later is said to be perhaps claimed', async () => {
  await using aws = await awsServices()
  aws.hang('PutItem')
  const failure = claimsOf(aws).take('a', UNTIL_MS, AbortSignal.timeout(300))
  await expect(failure).rejects.toThrow('it may stay claimed: no answer came')
})

test('a put that is refused is not taken back, since nothing was written', async () => {
  await using aws = await awsServices()
  aws.fail('PutItem', 400, 'AccessDeniedException')
  await expect(claimsOf(aws).take('a', UNTIL_MS, signal)).rejects.toThrow('as told')
  expect(aws.seen.map(({ headers }) => headers['x-amz-target'])).not.toContain('DynamoDB_20120810.DeleteItem')
})

// Red when the patience of a deadline is that of every run: there is time to try again.
test('giving back is tried for a while, and only for a moment once the run is to end', async () => {
  await using aws = await awsServices()
  const claims = claimsOf(aws)
  await claims.take('a', UNTIL_MS, signal)
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
