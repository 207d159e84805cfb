import { Refusal, quotedText } from './refusal.ts'

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `30m`, `90s`, `2h`, `1d` in milliseconds: whole seconds, since AWS counts in them, and no longer than `most`. Throws a Refusal. */
export function readDuration(key: string, text: string, most = '366d'): number {
  const ms = msOf(text)
  if (ms > 0 && ms <= msOf(most)) return ms
  throw new Refusal({
    key,
    expected: `a duration such as 90s or 10m, more than 0 and at most ${most}`,
    got: quotedText(text),
  })
}

function msOf(text: string): number {
  const [, number, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? []
  return Number(number) * (UNIT_MS[unit] ?? Number.NaN)
}
