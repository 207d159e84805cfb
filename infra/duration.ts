import { Refusal, toldText } from './refusal.ts'

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `30m`, `90s`, `2h`, `1d` in milliseconds, whole seconds and at most a year, since AWS counts in seconds. Throws a Refusal. */
export function readDuration(key: string, text: string): number {
  const [, number, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? []
  const ms = Number(number) * (UNIT_MS[unit] ?? Number.NaN)
  if (ms > 0 && ms <= 366 * UNIT_MS.d!) return ms
  throw new Refusal({
    key,
    expected: 'a duration such as 90s, 30m, 2h or 1d, more than 0 and at most 366d',
    got: toldText(text),
  })
}
