import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  parseAmount,
  parseCount,
  parseDuration,
  parseInstant,
  parseMemory,
  parseStrategies,
} from '../../../bench/cli/values.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { strategies } from '../../../strategies/index.ts'

const refused = (parse: () => number) => expect(parse).toThrow(UserError)

test('durations have a unit', () => {
  const all = ['500ms', '90s', '30m', '1.5h', '2d', ' 30m '].map((text) => parseDuration(text, '--within'))
  expect(all).toEqual([500, 90_000, 1_800_000, 5_400_000, 172_800_000, 1_800_000])
})

test('what is no duration says what one looks like, which option it was for and what was given', () => {
  for (const text of ['', '30', 'm', '-5m', '0m', '0.0s', '30 m', '30min', '1e3s', '5m30s', '.5h', 'Infinitys', '９m'])
    refused(() => parseDuration(text, '--within'))
  expect(() => parseDuration('soon', '--deadline')).toThrow(
    expect.objectContaining({ code: 'not-a-duration', parameters: { option: '--deadline', given: 'soon' } }),
  )
})

test('a duration that no calendar could hold is refused, instead of failing later as a mistake of ours', () => {
  refused(() => parseDuration('999999999999d', '--within'))
  refused(() => parseDuration(`${'9'.repeat(400)}d`, '--within'))
  expect(parseDuration('36500d', '--within')).toBe(36_500 * 86_400_000)
})

test('instants are ISO 8601', () => {
  const nine = Date.UTC(2026, 0, 15, 9)
  for (const text of [
    '2026-01-15T09:00:00Z',
    '2026-01-15T09:00Z',
    '2026-01-15T09:00:00.000Z',
    '2026-01-15T18:00:00+09:00',
    '2026-01-15T18:00:00+0900',
  ])
    expect(parseInstant(text, '--now'), text).toBe(nine)
  expect(parseInstant('2026-01-15', '--now')).toBe(Date.UTC(2026, 0, 15))
})

test('what is no instant says what one looks like', () => {
  for (const text of [
    '',
    'now',
    '15.1.2026',
    '2026-13-01',
    '2026-02-30',
    '2026-02-30T09:00Z',
    '2026-01-15T25:00Z',
    '2026-01-15 09:00',
    '1768467600000',
  ])
    refused(() => parseInstant(text, '--now'))
  expect(() => parseInstant('tomorrow', '--now')).toThrow(
    expect.objectContaining({ code: 'not-an-instant', parameters: { option: '--now', given: 'tomorrow' } }),
  )
})

test('counts are whole numbers of at least something', () => {
  expect(parseCount('1', '--threads')).toBe(1)
  expect(parseCount('0', '--port', 0)).toBe(0)
  for (const text of ['0', '-1', '1.5', '1e3', '', ' 4', 'four', '0x10', '99999999999999999999'])
    refused(() => parseCount(text, '--threads'))
  expect(() => parseCount('0', '--threads')).toThrow(
    expect.objectContaining({ code: 'not-a-count', parameters: { option: '--threads', least: 1, given: '0' } }),
  )
})

test('whatever is typed is either a number in range or refused with an explanation', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{1,20}(ms|s|m|h|d)?$/)), (text) => {
      for (const parse of [parseDuration, parseCount, parseInstant]) {
        try {
          expect(Number.isFinite(parse(text, '--option'))).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
      }
    }),
  )
})

test('sizes of memory are those that Lambda has, each once', () => {
  expect(parseMemory('512', '--memory')).toEqual([512])
  expect(parseMemory('128, 10240,512,128', '--memory')).toEqual([128, 10_240, 512])
  for (const text of ['', '127', '10241', '512,', '5e2', '512.5', '-512', '512 MB', '0x200', '512;1024'])
    expect(() => parseMemory(text, '--memory'), text).toThrow(UserError)
  expect(() => parseMemory('512,64', '--memory')).toThrow(
    expect.objectContaining({ code: 'not-a-memory', parameters: { option: '--memory', given: '64' } }),
  )
})

// Breakage: a name that every object has is taken for a strategy.
test('strategies are named by the registry, each once, in the order given', () => {
  expect(parseStrategies(undefined, '--strategies')).toBeUndefined()
  expect(parseStrategies('pipelined, sequential,pipelined', '--strategies')).toEqual(['pipelined', 'sequential'])
  for (const text of ['', 'constructor', '__proto__', 'toString', 'pipelined,', 'Pipelined'])
    expect(() => parseStrategies(text, '--strategies'), text).toThrow(UserError)
  expect(() => parseStrategies('fastest', '--strategies')).toThrow(
    expect.objectContaining({
      code: 'not-a-strategy',
      parameters: {
        option: '--strategies',
        known: Object.keys(strategies),
        given: 'fastest',
      },
    }),
  )
})

test('amounts are numbers above 0', () => {
  expect(['1', '0.5', '12.25'].map((text) => parseAmount(text, '--max-usd'))).toEqual([1, 0.5, 12.25])
  for (const text of ['', '0', '0.0', '-1', '.5', '1.', '1e3', 'Infinity', '$1', '1,5', ' 1'])
    refused(() => parseAmount(text, '--max-usd'))
  expect(() => parseAmount('free', '--max-usd')).toThrow(
    expect.objectContaining({ code: 'not-an-amount', parameters: { option: '--max-usd', given: 'free' } }),
  )
})
