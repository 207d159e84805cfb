import { copyFileSync, existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { strategies } from '../../../strategies/index.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { SLACK_KINDS, SLACK_OK } from './answers.ts'
import { NOW } from './calendars.ts'
import { type CommandOptions, type EndedCommand, kill, type RunningCommand, startCommand } from './command.ts'
import { expectEnd, type Round, type Tally } from './round.ts'
import { type ChaosFeed, type ChaosWorld, SECRET_MARK, startChaosWorld } from './world.ts'

/** A job ends within half a second of its deadline or a signal; one check may hold up its thread for a second, and the process has to end. */
const MAX_LATE_MS = 500 + 1000 + 500
/** Far beyond any start, run and end. */
const STUCK_MS = 60_000
/** Claims that are not yet posted, at most, of each thread of a run that is killed. */
const MAX_OPEN_CLAIMS = 8
const THREADS = 2
const CLOCK = new URL('./shift-clock.mjs', import.meta.url).href
const YEAR_MS = 365 * 86_400_000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const

const outcomesSchema = z.array(
  z.object({
    feed: z.string(),
    sent: z.array(z.object({ summary: z.string() })),
    failures: z.array(z.object({ step: z.string(), kind: z.string(), message: z.string() })),
  }),
)
type Outcomes = z.infer<typeof outcomesSchema>

/** Several runs over one list of feeds, and what is known of them so far. */
interface Series extends Round {
  readonly world: ChaosWorld
  readonly feeds: readonly ChaosFeed[]
  readonly claims: string
  /** Events of which no later run can know whether people saw them. */
  unknown: number
  /** Claims that killed runs may have taken with them. */
  lost: number
}

/** Several runs of `utakata notify --once` over one list of hostile feeds, disturbed, and a last one in peace, after which every event has been sent once. */
export async function notifierRound(round: Round): Promise<void> {
  const { draws, folder, tally } = round
  await using world = await startChaosWorld()
  const feeds = world.feedsOf(draws, draws.between(5, 200))
  writeFileSync(join(folder, 'ca.pem'), world.ca)
  writeList(folder, 'feeds.txt', feeds)
  const series: Series = { ...round, world, feeds, claims: join(folder, 'claims.sqlite'), unknown: 0, lost: 0 }
  tally.count('feeds', feeds.length)
  for (const { kind } of feeds) tally.count(`feed: ${kind}`)

  for (let run = draws.between(1, 4); run > 0; run--) {
    if (existsSync(series.claims) && draws.chance(0.15)) await corruptedClaims(series)
    const isTwice = draws.chance(0.2)
    if (isTwice) tally.count('notifier: two runs at a time')
    await Promise.all(Array.from({ length: isTwice ? 2 : 1 }, () => disturbedRun(series, isTwice)))
  }
  await lastRun(series)
  expectNothingTwice(series)
}

function writeList(folder: string, name: string, feeds: readonly ChaosFeed[]): void {
  writeFileSync(join(folder, name), feeds.map(({ id, url }) => `${id} = ${url}\n`).join(''))
}

interface RunOptions extends Partial<CommandOptions> {
  readonly list?: string
  readonly args: readonly string[]
}

function startRun(
  { folder, claims }: Series,
  webhook: string,
  { list = 'feeds.txt', args, env, ...options }: RunOptions,
): RunningCommand {
  return startCommand(
    ['notify', '--feeds', list, '--now', NOW, '--within', '30m', '--once', claims, '--json', ...args],
    {
      ...options,
      cwd: folder,
      limitMs: STUCK_MS,
      env: { SLACK_WEBHOOK_URL: webhook, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'), ...env },
    },
  )
}

async function disturbedRun(series: Series, isOneOfTwo: boolean): Promise<void> {
  const { draws, world, tally } = series
  const slack = draws.chance(0.4) ? [draws.pick(SLACK_KINDS)] : [draws.pick(SLACK_KINDS), draws.pick(SLACK_KINDS)]
  for (const { name } of slack) tally.count(`Slack: ${name}`)
  const strategy = draws.pick(Object.keys(strategies))
  const deadlineMs = draws.pick([500, 1000, 2000, 4000])
  const shiftMs = draws.chance(0.2) ? draws.pick([-2, 2, 20]) * YEAR_MS : 0
  const threads = /threads/.test(strategy) ? ['--threads', String(THREADS)] : []
  const isBounded = draws.chance(0.5) && !['sequential', 'look-ahead'].includes(strategy)
  const bound = isBounded ? ['--concurrency', String(draws.between(1, 64))] : []
  const isLaunched = draws.chance(0.2)
  // The file of claims has some 16 KiB from the beginning.
  const maxFileKiB = draws.chance(0.1) ? draws.pick([4, 16, 24]) : undefined
  const command = startRun(series, world.webhook(slack), {
    args: ['--strategy', strategy, '--deadline', `${deadlineMs}ms`, ...threads, ...bound],
    maxFileKiB,
    isLaunched,
    ...(shiftMs !== 0 && { env: { NODE_OPTIONS: `--import=${CLOCK}`, UTAKATA_CHAOS_CLOCK_MS: String(shiftMs) } }),
  })
  tally.count('notifier runs')
  tally.count(`strategy: ${strategy}`)
  if (maxFileKiB !== undefined) tally.count('notifier: a full disk')
  if (shiftMs !== 0) tally.count('notifier: a system clock that is years off')
  const signal = draws.chance(0.5) ? draws.pick(SIGNALS) : undefined
  const signalAfterMs = draws.between(0, deadlineMs)
  let signalledMs: number | undefined
  const contactMs = await firstContact(command, world)
  if (signal) {
    await Promise.race([command.end, sleep(signalAfterMs)])
    if (!command.hasEnded()) {
      signalledMs = performance.now()
      tally.count(`notifier: ${signal}${isLaunched ? ' to the launcher' : ''}`)
      kill(command.pid, signal)
    }
  }
  const ended = await command.end
  const wasKilled = signalledMs !== undefined && signal === 'SIGKILL'
  const signalled = `, ${signal}${isLaunched ? ' to the launcher' : ''} ${signalAfterMs} ms into its ${deadlineMs}`
  const what = `${strategy}, Slack ${slack.map(({ name }) => name).join(' and ')}${signalledMs === undefined ? '' : signalled}`

  expectEnd(ended, what, tally)
  expectNoSecret(ended, what, tally)
  if (!isOneOfTwo && signalledMs !== undefined && !wasKilled) expectSoon('a signal', signalledMs, ended, what, tally)
  else if (!isOneOfTwo && signalledMs === undefined && contactMs !== undefined)
    expectSoon('its deadline', contactMs + deadlineMs, ended, what, tally)

  if (wasKilled && ended.stdout.trim() === '') {
    series.lost += MAX_OPEN_CLAIMS * THREADS
    return
  }
  // A file of claims that cannot be begun is refused.
  if (maxFileKiB !== undefined && ended.code === EXIT.usage && ended.stderr.includes('--once')) return
  const outcomes = readOutcomes(ended, series, what)
  series.unknown += outcomes?.flatMap(({ failures }) => failures).filter(mayBeLost).length ?? 0
}

/**
 * When the first connection of a command came, on `performance.now()`; undefined where it has ended without one. Those from before it
 * listens for signals are of an earlier command, which a busy server hears of late, or of another one that runs beside it.
 */
async function firstContact(command: RunningCommand, world: ChaosWorld): Promise<number | undefined> {
  let sinceMs = performance.now()
  while (!command.hasEnded() && !command.listens()) {
    sinceMs = performance.now()
    await sleep(5)
  }
  const contactMs = () => world.firstContactMs(sinceMs)
  while (!command.hasEnded() && contactMs() === undefined) await sleep(5)
  return contactMs()
}

/** Of a post that may have been seen, and of a claim that could not be given back, no later run tries again. */
function mayBeLost({ step, kind, message }: { step: string; kind: string; message: string }): boolean {
  return step === 'notify' && (kind === 'unknown' || /claim/.test(message))
}

/** In peace: whatever was not sent before is sent now. */
async function lastRun(series: Series): Promise<void> {
  const { world, folder, tally } = series
  world.calmDown()
  const feeds = series.feeds.filter(({ isReachable }) => isReachable)
  writeList(folder, 'reachable.txt', feeds)
  const ended = await startRun(series, world.webhook([]), { list: 'reachable.txt', args: ['--deadline', '20s'] }).end
  tally.count('notifier runs')
  const what = 'the last run'
  expectEnd(ended, what, tally)
  expectNoSecret(ended, what, tally)
  const outcomes = readOutcomes(ended, { ...series, feeds }, what)
  if (!outcomes) return
  const failed = outcomes.flatMap(({ failures }) => failures)
  if (failed.length > 0) tally.violation(`${what}: failures in peace: ${JSON.stringify(failed.slice(0, 3))}`)
  const titles = feeds.flatMap((feed) => feed.titles)
  tally.count('events', titles.length)
  const missing = titles.filter((title) => (world.deliveries.get(title)?.seen ?? 0) === 0)
  const allowed = series.unknown + series.lost
  if (missing.length > allowed)
    tally.violation(
      `${missing.length} events were never sent, ${allowed} may have been lost: ${missing.slice(0, 5).join(', ')}`,
    )
}

/** A file of claims that somebody emptied or overwrote: the run is refused, and nothing is sent. */
async function corruptedClaims(series: Series): Promise<void> {
  const { draws, world, claims, tally } = series
  const copy = `${claims}.copy`
  copyFileSync(claims, copy)
  const [name, corrupt] = draws.pick<readonly [string, () => void]>([
    ['emptied', () => truncateSync(claims, 0)],
    ['cut in half', () => truncateSync(claims, 6000)],
    ['overwritten', () => writeFileSync(claims, 'x'.repeat(9000))],
    ['another database', () => anotherDatabase(claims)],
  ])
  for (const end of ['-wal', '-shm', '-journal']) rmSync(claims + end, { force: true })
  corrupt()
  const webhook = world.webhook([SLACK_OK])
  const ended = await startRun(series, webhook, { args: ['--deadline', '5s'] }).end
  tally.count(`claims file: ${name}`)
  const what = `a file of claims that was ${name}`
  const posts = world.postsTo(webhook)
  if (ended.code !== EXIT.usage || posts > 0)
    tally.violation(`${what}: exit code ${ended.code}, ${posts} posts; ${ended.stderr.slice(0, 300)}`)
  expectEnd(ended, what, tally)
  expectNoSecret(ended, what, tally)
  copyFileSync(copy, claims)
}

function anotherDatabase(file: string): void {
  rmSync(file)
  const database = new DatabaseSync(file)
  database.exec('create table other (a)')
  database.close()
}

function expectSoon(of: string, fromMs: number, { endedMs }: EndedCommand, what: string, tally: Tally): void {
  const lateMs = endedMs - fromMs
  if (lateMs < 0) return
  tally.took(`notifier ended after ${of}`, lateMs)
  if (lateMs > MAX_LATE_MS) tally.violation(`${what}: ended ${Math.round(lateMs)} ms after ${of}`)
}

/** The outcomes that a run printed: one of each feed, in their order, no defect among them, and nothing said to be sent that is not. */
function readOutcomes(
  { code, stdout, stderr }: EndedCommand,
  { feeds, world, tally }: Series,
  what: string,
): Outcomes | undefined {
  let outcomes: Outcomes
  try {
    outcomes = outcomesSchema.parse(JSON.parse(stdout))
  } catch {
    tally.violation(`${what}: exit code ${code}, no outcomes; ${stderr.slice(0, 300)}`)
    return undefined
  }
  // A signal may still end what has printed all outcomes, the launcher then by its number.
  const wasSignalled = code === undefined || code > 128
  if (!wasSignalled && code !== EXIT.done && code !== EXIT.jobHadFailures)
    tally.violation(`${what}: exit code ${code}; ${stderr.slice(0, 300)}`)
  if (outcomes.length !== feeds.length || outcomes.some(({ feed }, index) => feed !== feeds[index]!.id))
    tally.violation(`${what}: ${outcomes.length} outcomes of ${feeds.length} feeds, or not in their order`)
  for (const [index, { sent, failures }] of outcomes.entries()) {
    for (const { step, kind, message } of failures) {
      tally.count(`outcome: ${step} ${kind}`)
      if (kind === 'defect') tally.violation(`a defect of the feed "${feeds[index]?.kind}": ${message}`)
    }
    tally.count('outcome: sent', sent.length)
    for (const { summary } of sent)
      if ((world.deliveries.get(summary)?.accepted ?? 0) === 0)
        tally.violation(`${what}: "${summary}" is said to be sent and is not`)
  }
  return outcomes
}

function expectNothingTwice({ world, tally }: Series): void {
  const twice = Array.from(world.deliveries).flatMap(([event, { seen }]) => (seen > 1 ? [event] : []))
  if (twice.length > 0)
    tally.violation(`${twice.length} events were posted more than once: ${twice.slice(0, 5).join(', ')}`)
}

function expectNoSecret({ stdout, stderr }: EndedCommand, what: string, tally: Tally): void {
  for (const text of [stdout, stderr]) {
    const at = text.search(new RegExp(`${SECRET_MARK}|${Buffer.from(SECRET_MARK).toString('base64').slice(0, 6)}`, 'i'))
    if (at >= 0) tally.violation(`${what}: a secret is printed: ${text.slice(Math.max(0, at - 60), at)}...`)
  }
}
