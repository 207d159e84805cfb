import { readFileSync } from 'node:fs'
import { periodOf, samplesOf } from '../../../mock-server/samples.ts'
import { ownItemsOf, type World } from '../../../mock-server/world.ts'
import type { Job } from '../../../strategies/job.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import type { JobBreach } from '../../io/job-breach.ts'
import { UserError } from '../../io/user-error.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { PATIENCE } from '../local/patience.ts'
import { type Peer, startPeer } from '../local/process.ts'
import { ownSetupOf } from '../local/variant-process.ts'
import { startWorld, variablesToReach, type WorldProcess } from '../local/world.ts'
import { processFailureOf } from '../peer-error.ts'
import type { JobReply, JobRequest, Tried } from './job-child.ts'

/** Enough to see what a job does with its bodies, and few enough for a slow check. */
const MAX_ITEMS = 30
/** Of a run that is cancelled. */
const MAX_CANCELLED = 8
/** What a step may take without delays of the world, unless the scenario gives it less: a check may be slow. */
const MAX_STEP_MS = 10_000
/** Far longer than a cancel is waited for. */
const HELD_MS = 5000

export interface CheckedJob {
  /** How much there is to send of all items that were tried. */
  readonly findings: number
  readonly profile: NonNullable<Scenario['itemProfile']>
  /** How many items fail by themselves, in a world without faults, and how the first one does. */
  readonly failing?: { readonly items: number; readonly of: number; readonly example: string }
}

interface CheckOptions {
  readonly signal?: AbortSignal
  readonly patienceMs?: number
  /** What the job finds in `process.env` as a function; without it all that this process has. */
  readonly variables?: Readonly<Record<string, string>> | undefined
}

/**
 * Tries the job of a user's own that a scenario names, in a process of its own against a mock world without delays or faults: it has to be
 * there, to do the same twice, to reach for nothing else, to end when it is cancelled and to leave nothing open. Throws a UserError that
 * says what it does not; a scenario without a job of a user's own has nothing to be tried.
 */
export async function checkOwnJob(
  scenario: Scenario,
  { signal, patienceMs = PATIENCE.startMs, variables }: CheckOptions = {},
): Promise<CheckedJob | undefined> {
  const { job: file, world, deliveries: compares } = scenario
  if (file === undefined) return undefined
  const period = periodOf(world)
  // Each body as often as every other, since what is seen of one stands for all of its kind.
  const count = Math.min(world.items.count, period > MAX_ITEMS ? MAX_ITEMS : MAX_ITEMS - (MAX_ITEMS % period))
  const held = { model: 'constant', ms: HELD_MS } as const
  const tried: World = {
    ...world,
    items: { ...world.items, count },
    fetchDelay: held,
    notifyDelay: held,
    fetchFaults: {},
    fetchErrors: undefined,
    connectDelay: undefined,
    traffic: undefined,
    notifyFaults: {},
    notifyRate: undefined,
    bytesPerSecond: undefined,
    dnsDelayMs: 0,
  }
  const server = await startWorld(tried, { compares, ...(signal && { signal }) })
  const peer = startPeer<JobRequest, JobReply>(moduleBeside('./job-child', import.meta.url), {
    called: { code: 'job' },
    env: { ...variables, ...variablesToReach(server) },
    asFunction: variables !== undefined,
  })
  const stop = () => void peer.stop(0)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const breach = await tryOut({ scenario, tried, server, peer, withinMs: patienceMs + scenario.client.runTimeoutMs })
    if ('code' in breach) throw unfit(file, breach)
    return breach
  } finally {
    signal?.removeEventListener('abort', stop)
    await Promise.all([peer.stop(), server.stop()])
  }
}

class ServerDied extends Error {}

interface Trying {
  readonly scenario: Scenario
  readonly tried: World
  readonly server: WorldProcess
  readonly peer: Peer<JobRequest, JobReply>
  readonly withinMs: number
}

async function tryOut(trying: Trying): Promise<JobBreach | CheckedJob> {
  try {
    return await tryAll(trying)
  } catch (error) {
    // The mock server's own failure is no breach of the job.
    if (error instanceof ServerDied) throw error.cause
    return { code: 'no-answer', failure: processFailureOf(error as Error) }
  }
}

async function tryAll({ scenario, tried, server, peer, withinMs }: Trying): Promise<JobBreach | CheckedJob> {
  const ask = <R extends JobReply>(request: JobRequest) => peer.ask<R>(request, { withinMs })
  const setup = ownSetupOf(scenario)!
  const own = { ...setup, stepTimeoutMs: Math.min(setup.stepTimeoutMs, MAX_STEP_MS) }
  const { breach } = await ask<JobReply & { is: 'opened' }>({ is: 'open', own })
  if (breach) return breach

  const once = async (place: 'w1' | 'w2') => {
    await server.reset()
    const ran = await ask<JobReply & { is: 'ran' }>({ is: 'run', job: itemsAt(tried, server, place, place) })
    const taken = await server.take()
    if (taken instanceof Error) throw new ServerDied('', { cause: taken })
    return { ...ran, ...taken }
  }
  const first = await once('w1')
  const { late } = first
  if (late) return { code: 'hangs', ...late, withinMs: own.stepTimeoutMs }
  const wrong = wrongIn(first, tried.items.count, first.posts)
  if (wrong) return wrong
  const second = await once('w2')
  if (second.foreign.length > 0) return { code: 'elsewhere', to: second.foreign }
  if (first.failed.join() !== second.failed.join()) return { code: 'unsteady', of: 'failures' }
  if (first.digest !== second.digest)
    return { code: 'unsteady', of: first.accepted === second.accepted ? 'bodies' : 'counts' }

  await server.reset()
  const { is: _, ...looked } = await ask<JobReply & { is: 'looked' }>({ is: 'look' })
  if (looked.leftovers.length > 0) return { code: 'left-open', ...looked }

  for (const [step, fetches, posts] of [
    ['fetch', 'r1', 'r1'],
    ['notify', 'w3', 'r1'],
  ] as const) {
    const { feeds } = itemsAt(tried, server, fetches, posts)
    const reaching = feeds.filter((_, index) => step === 'fetch' || first.postsOf[index]! > 0)
    if (reaching.length === 0) continue
    await server.reset()
    const job = { feeds: reaching.slice(0, MAX_CANCELLED) }
    const { isOpen, isEarly } = await ask<JobReply & { is: 'cancelled' }>({ is: 'cancel', job, step })
    if (isOpen) return { code: isEarly ? 'not-awaited' : 'goes-on', step }
  }
  const items = failingIn(first)
  const profile = samplesOf(tried).map(({ bytes }, index) => ({
    fetches: first.fetches[index]!,
    posts: first.postsOf[index]!,
    kilobytes: bytes.byteLength / 1000,
    // By then it is compiled.
    checkMs: second.checkMs[index]!,
  }))
  const found = { findings: first.sent, profile }
  return items === 0 ? found : { ...found, failing: { items, of: tried.items.count, example: textOf(first) } }
}

/** What is wrong with a run whatever the next one does. */
function wrongIn(tried: Tried, items: number, posts: number): JobBreach | undefined {
  const { foreign, sent, firstFailure } = tried
  if (foreign.length > 0) return { code: 'elsewhere', to: foreign }
  if (failingIn(tried) === items && firstFailure)
    return { code: 'every-item-fails', items, step: firstFailure.step, example: firstFailure.message }
  if (sent > 0 && posts === 0) return { code: 'posts-nothing', findings: sent }
  return undefined
}

/** How many items fail. */
function failingIn({ failed }: Tried): number {
  return new Set(failed.map((failure) => failure.split(' ')[0])).size
}

function textOf({ firstFailure }: Tried): string {
  return firstFailure === undefined ? '' : `${firstFailure.step}: ${firstFailure.message}`
}

/** The items of a world, fetched at one place of it and sent to another. */
function itemsAt(world: World, server: WorldProcess, fetches: 'w1' | 'w2' | 'w3' | 'r1', posts: typeof fetches): Job {
  const sinks = ownItemsOf(world, server.origin(), `f0/${posts}`)
  return {
    feeds: ownItemsOf(world, server.origin(), `f0/${fetches}`).map((item, index) => ({
      ...item,
      sinkUrl: sinks[index]!.sinkUrl,
    })),
  }
}

function unfit(file: string, breach: JobBreach): UserError {
  return new UserError('job-unfit', { file, ...lineAbout(file, breach), breach })
}

/**
 * The line that a breach is about as far as the text of the module tells, or that of its default export. What cannot be loaded says itself
 * where, perhaps in another file.
 */
function lineAbout(file: string, breach: JobBreach): { readonly line?: number } {
  if (breach.code === 'unloadable') return {}
  if (breach.code === 'left-open' && breach.line !== undefined) return { line: breach.line }
  const lines = readFileSync(file, 'utf8').split('\n')
  const signs = [...signsOf(breach), /^\s*export\s+default\b|\bas\s+default\b/]
  const isIn = (sign: string | RegExp, line: string) =>
    typeof sign === 'string' ? line.includes(sign) : sign.test(line)
  const index = signs.map((sign) => lines.findIndex((line) => isIn(sign, line))).find((found) => found !== -1)
  return index === undefined ? {} : { line: index + 1 }
}

/** What the line of a breach looks like, the surest first. */
function signsOf(breach: JobBreach): readonly (string | RegExp)[] {
  switch (breach.code) {
    case 'every-item-fails':
    case 'goes-on':
    case 'not-awaited':
    case 'hangs':
      return [stepSign(breach.step)]
    case 'posts-nothing':
      return [stepSign('notify')]
    case 'unsteady':
      return breach.of === 'failures' ? [] : [stepSign('notify')]
    case 'elsewhere':
      return breach.to
        .map((target) => target.replace(/ \(.+\)$/, ''))
        .flatMap((address) => [address, address.replace(/:\d+$/, '')])
    case 'no-answer':
      return [/\bprocess\.(?:reallyExit|exit|abort|kill)\b/]
    default:
      return []
  }
}

/** A step as a property, a method, a function or a constant. */
function stepSign(step: string): RegExp {
  return new RegExp(`^\\s*(?:export\\s+)?(?:async\\s+)?(?:(?:function|const)\\s+)?${step}\\s*(?:[:=]|\\(.*\\{\\s*$)`)
}
