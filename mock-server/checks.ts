import { Mistake } from './mistake.ts'

/** Throws a Mistake that begins with the key. */
export type Check = (value: unknown, key: string) => void

/** The least number above 0, as the start of a range. */
export const ABOVE_0 = Number.MIN_VALUE

/** An object with these keys and no others. */
export function object(checks: Readonly<Record<string, Check>>): Check {
  return (value, key) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(key, 'an object', value)
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(checks, name))
        throw wrong(within(key, name), `no such key beside ${Object.keys(checks).join(', ')}`, name)
    }
    for (const [name, check] of Object.entries(checks))
      check((value as Record<string, unknown>)[name], within(key, name))
  }
}

export function optional(check: Check): Check {
  return (value, key) => value === undefined || check(value, key)
}

export function among(allowed: readonly unknown[]): Check {
  return (value, key) => {
    if (!allowed.includes(value)) throw wrong(key, allowed.map((one) => JSON.stringify(one)).join(' or '), value)
  }
}

/** A number in a closed range; from `ABOVE_0` it is any above 0. */
export function number(least: number, most = Number.MAX_VALUE): Check {
  return (value, key) => {
    if (typeof value !== 'number' || value < least || value > most)
      throw wrong(key, rangeOf('number', least, most), value)
  }
}

export function whole(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  return (value, key) => {
    if (!Number.isSafeInteger(value) || Number(value) < least || Number(value) > most)
      throw wrong(key, rangeOf('whole number', least, most), value)
  }
}

function rangeOf(what: string, least: number, most: number): string {
  if (least === ABOVE_0) return `a ${what} above 0`
  if (least === Number.MIN_SAFE_INTEGER) return `a ${what}`
  return most >= Number.MAX_SAFE_INTEGER ? `a ${what} of at least ${least}` : `a ${what} from ${least} to ${most}`
}

/** The name of a key inside another one. */
export function within(key: string, name: string): string {
  return key === '' ? name : `${key}.${name}`
}

function wrong(key: string, expected: string, value: unknown): Mistake {
  const given = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60)
  return new Mistake(`${key === '' ? 'the world' : key}: expected ${expected}, got ${given}; correct it in that file`)
}
