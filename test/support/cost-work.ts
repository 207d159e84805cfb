/**
 * A process of its own, for one check of one calendar: prints what it cost. Arguments: file, mode, minutes, zone. Run it with
 * `--expose-gc`.
 */
import { readFileSync } from 'node:fs'
import { checkCalendar } from '../../strategies/check.ts'

const [file, mode, minutes, zone] = process.argv.slice(2)
const fromMs = Date.UTC(2026, 10, 25, 3)
const window = { fromMs, untilMs: fromMs + Number(minutes) * 60_000 }
const body = readFileSync(file!)
globalThis.gc!()
const before = { cpu: process.cpuUsage(), rssKb: process.resourceUsage().maxRSS }
const { occurrences, problems } = checkCalendar(body, window, { mode: mode as 'prefilter' | 'full', zone: zone! })
const { user, system } = process.cpuUsage(before.cpu)
const peakMb = (process.resourceUsage().maxRSS - before.rssKb) / 1024
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, peakMb, found: occurrences.length, problems }))
