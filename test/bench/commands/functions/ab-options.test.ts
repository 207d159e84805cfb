import { expect, test } from 'vitest'
import { inputOf, inputForMock } from '../../../../bench/commands/functions/ab-options.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { anAbPlan, aVariant } from '../../../support/comparisons.ts'
import { errorOf } from '../../../support/reconfiguring.ts'

const TURN = { variant: aVariant(), block: 1, iteration: 0, position: 0, renewal: 0 }

// Breakage: a report says "prefilter" of functions that know no such thing.
test('how feeds are checked is known of payloads that say it, all of them the same', () => {
  const checkOf = (...events: unknown[]) =>
    inputOf(
      events.map((event) => ({ weight: 1, event })),
      false,
    ).check
  expect(checkOf({ dryRun: true })).toBe('unknown')
  expect(checkOf('text', null, 7, [])).toBe('unknown')
  expect(checkOf({ check: 'full' }, { check: 'full' })).toBe('full')
  expect(checkOf({ check: 'full' }, { check: 'prefilter' })).toBe('unknown')
  expect(checkOf({ check: 'full' }, {})).toBe('unknown')
  expect(checkOf({ check: 'x'.repeat(1000) })).toBe('unknown')
})

// Breakage: every variant slowed as much as the sensitivity check, which is then missed.
test('a payload that slows a function itself is refused, of functions of ours', () => {
  const payloads = [{ dryRun: true }, { dryRun: true, slowedBy: 0.2 }].map((event) => ({ weight: 1, event }))
  expect(() => inputOf(payloads, true)).toThrow(
    expect.objectContaining({ code: 'payload-slowed', parameters: { number: 2 } }),
  )
  expect(() => inputOf(payloads, false)).not.toThrow()
})

test('functions of others get the user’s payload, unchanged', () => {
  const event = { anything: 1 }
  const turn = { ...TURN, variant: aVariant('+10 %', 'sensitivity-check') }
  expect(inputOf([{ weight: 1, event }], false).eventFor(anAbPlan())(turn)).toBe(event)
})

test('a mock world is checked as our functions do it by default', async () => {
  const input = await inputForMock({ mock: 'http://127.0.0.1:8080', outputs: new Map(), isPlanOnly: false })
  expect(input.check).toBe('prefilter')
  expect(input.eventFor(anAbPlan())(TURN)).not.toHaveProperty('world.ca')
})

// Breakage: functions refuse the certificate of a mock world that was named by hand.
test('the authority of a mock world that is named by hand is passed to the functions', async () => {
  const ca = '-----BEGIN CERTIFICATE-----'
  const input = await inputForMock({
    mock: 'https://127.0.0.1:8443',
    mockCa: ca,
    outputs: new Map(),
    isPlanOnly: false,
  })
  expect(input.eventFor(anAbPlan())(TURN)).toHaveProperty('world.ca', ca)
})

test('an authority without a world named by hand is refused: the stack has its own', async () => {
  const outputs = new Map([['MockOrigin', 'https://mock.test']])
  const error = await errorOf(inputForMock({ mockCa: 'a', outputs, isPlanOnly: true }))
  expect(error).toEqual(new UserError('authority-without-mock', {}))
})
