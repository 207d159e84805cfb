import type { Window } from '../../strategies/calendar/window.ts'
import { zoneNamed } from '../../strategies/calendar/zone.ts'
import { strategies, type StrategyName } from '../../strategies/index.ts'
import { parse as parseYaml } from 'yaml'
import type { ScenarioProgram } from '../scenario/scenario.ts'
import { UserError } from '../io/user-error.ts'

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A hundred years: far beyond, an instant plus a duration is no date any more. */
const MAX_MS = 36_500 * UNIT_MS.d!

/** `30m`, `90s`, `1.5h`, `2d`, `500ms` as milliseconds, more than 0 and at most a hundred years. */
export function parseDuration(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? []
  const ms = Number(number) * (UNIT_MS[unit ?? ''] ?? Number.NaN)
  if (ms > 0 && ms <= MAX_MS) return ms
  throw new UserError('not-a-duration', { option, given: text })
}

const UNIT_BYTES: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 }

/** `256MB`, `1.5GB`, `500KB` as bytes, more than 0. */
export function parseBytes(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(KB|MB|GB)$/.exec(text.trim()) ?? []
  const bytes = Number(number) * (UNIT_BYTES[unit ?? ''] ?? Number.NaN)
  if (bytes > 0) return bytes
  throw new UserError('not-a-size', { option, given: text })
}

/** An ISO 8601 instant as epoch milliseconds, in UTC where it names no offset. */
export function parseInstant(text: string, option: string): number {
  const [, day] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? []
  // JavaScript takes the 30th of February for the 2nd of March.
  const isDay = day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day)
  const ms = isDay ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(ms)) return ms
  throw new UserError('not-an-instant', { option, given: text })
}

/** What starts from an instant (now when none is given) for so long. */
export function parseWindow({ now, within = '30m' }: { readonly now?: string; readonly within?: string }): Window {
  const fromMs = now === undefined ? Date.now() : parseInstant(now, '--now')
  return { fromMs, untilMs: fromMs + parseDuration(within, '--within') }
}

/** An IANA time zone, UTC when none is given. */
export function parseZone(zone = 'UTC'): string {
  try {
    zoneNamed(zone)
  } catch (error) {
    throw new UserError('not-a-zone', { given: zone }, { cause: error })
  }
  return zone
}

/** A whole number from `least` to `most`. */
export function parseCount(text: string, option: string, least = 1, most = Number.MAX_SAFE_INTEGER): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  const bound = most < Number.MAX_SAFE_INTEGER ? { most } : {}
  throw new UserError('not-a-count', { option, least, ...bound, given: text })
}

const MAX_PORT = 65_535

/** A port of this machine; 0, where none is given, takes a free one. */
export function parsePort(text: string | undefined): number {
  if (text === undefined) return 0
  const port = parseCount(text, '--port', 0)
  if (port <= MAX_PORT) return port
  throw new UserError('not-a-port', { most: MAX_PORT, given: text })
}

/** Names of strategies, separated by commas. */
export function parseStrategies(text: string | undefined, option: string): StrategyName[] | undefined {
  const names = text?.split(',').map((name) => name.trim())
  const unknown = names?.find((name) => !Object.hasOwn(strategies, name))
  if (unknown !== undefined)
    throw new UserError('not-a-strategy', { option, known: Object.keys(strategies), given: unknown })
  return names && [...new Set(names as StrategyName[])]
}

/** A program of `NAME=COMMAND`, whose words spaces separate, or as a YAML list; it runs in the folder `cwd`. */
export function parseProgram(text: string, cwd: string): ScenarioProgram {
  const [, name, command = ''] = /^([^=\s]+)=(.+)$/s.exec(text.trim()) ?? []
  if (name === undefined) throw new UserError('not-a-program', { given: text })
  const words = command.startsWith('[') ? wordsOfList(command) : command.split(/\s+/).filter(Boolean)
  if (!words || words.length === 0) throw new UserError('not-a-program', { given: text })
  return { name, command: words, cwd }
}

function wordsOfList(list: string): string[] | undefined {
  try {
    const words: unknown = parseYaml(list)
    return Array.isArray(words) ? words.map(String) : undefined
  } catch {
    return undefined
  }
}

/** Sizes of memory that Lambda has, in MB, separated by commas. */
export function parseMemory(text: string, option: string): number[] {
  const sizes = text.split(',').map((size) => size.trim())
  const wrong = sizes.find((size) => !/^\d+$/.test(size) || Number(size) < 128 || Number(size) > 10_240)
  if (wrong !== undefined) throw new UserError('not-a-memory', { option, given: wrong })
  return [...new Set(sizes.map(Number))]
}

/** `10%` as 0.1: a part that is neither nothing nor all. */
export function parseShare(text: string, option: string): number {
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? []
  const share = Number(percent) / 100
  if (share > 0 && share < 1) return share
  throw new UserError('not-a-share', { option, given: text })
}

/** A number above 0, such as of dollars. */
export function parseAmount(text: string, option: string): number {
  const amount = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (amount > 0) return amount
  throw new UserError('not-an-amount', { option, given: text })
}

/** `5%` as the share by which times may differ and still count as equal, as a scenario has it. */
export function parseMargin(text = '5%'): number {
  const margin = shareIn(text)
  if (margin >= 0.001 && margin <= 1) return margin
  throw new UserError('not-a-margin', { given: text })
}

/** `3%` as a share, more than 0 and at most 100%. */
export function parsePercent(text: string, option: string): number {
  const share = shareIn(text)
  if (share > 0 && share <= 1) return share
  throw new UserError('not-a-percentage', { option, given: text })
}

/** NaN where it is no percentage. */
function shareIn(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?) ?%$/.exec(text.trim()) ?? []
  // Not a division, which makes 0.07 of 7% a number of 17 digits.
  return Number(`${number ?? 'none'}e-2`)
}
