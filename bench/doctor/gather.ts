import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, getPriority, homedir, loadavg, setPriority, totalmem } from 'node:os'
import { pipeline } from 'node:stream/promises'
import { join } from 'node:path'
import { findBundled } from '../launcher/choose-node.mjs'
import type { NodeFacts, UdpFacts, TimerFacts, AwsFacts, CredentialSource, WebhookFact } from '../io/findings.ts'
import { isBundled } from '../trial/environment.ts'
import { openCpuGroups } from '../run/lab/lambda/cpu-groups.ts'
import { startDaemon } from '../run/lab/xray/daemon.ts'
import { Intake } from '../run/lab/xray/intake.ts'
import { TraceStore } from '../run/lab/xray/store.ts'
import type { Facts } from './facts.ts'
import { descriptorsIn, stealShareIn, frequencyFacts, quotaFacts, type Read } from './proc.ts'
import { median } from '../statistics/quantile.ts'

/** Finds out what there is to know of this machine, in about 0.5 s; starts no process and leaves nothing behind. */
export async function gatherFacts(env: NodeJS.ProcessEnv): Promise<Facts> {
  // First of all: what follows loads the machine itself.
  const timer = await timerFacts()
  const cores = availableParallelism()
  const surroundings = { env, home: homedir(), exists: existsSync }
  const stealShare = stealShareIn(read('/proc/stat') ?? '')
  const descriptors = descriptorsIn(read('/proc/self/limits') ?? '')
  const source = read('/sys/devices/system/clocksource/clocksource0/current_clocksource')?.trim()
  const threads = env.UV_THREADPOOL_SIZE
  return {
    node: await nodeFacts(),
    processors: { cores, model: cpus()[0]?.model.trim() || 'unknown', ...quotaFacts(read) },
    // Windows keeps no load average, and 0 is what stands for it.
    ...(process.platform !== 'win32' && { load: loadavg()[0]! }),
    memory: { availableBytes: process.availableMemory(), totalBytes: totalmem() },
    frequency: frequencyFacts(read, cpus().length),
    ...(stealShare !== undefined && { stealShare }),
    timer,
    clock: { stepMs: clockStepMs(() => process.hrtime.bigint()), ...(source && { source }) },
    ...(descriptors && { descriptors }),
    ...(threads && { threadPool: Number.parseInt(threads, 10) || 1 }),
    udp: await udpFacts(),
    mayRaisePriority: mayRaisePriority(),
    mayLimitProcessors: mayLimitProcessors(),
    aws: awsFacts(surroundings),
    webhook: webhookFact(surroundings),
  }
}

const read: Read = (file) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

async function nodeFacts(): Promise<NodeFacts> {
  const { version, platform, arch, execPath } = process
  const here = { version, platform, arch }
  const bundled = findBundled()
  if (!bundled) return { ...here, origin: 'host' }
  const of = { ...here, bundledVersion: bundled.version }
  if (!isBundled()) return { ...of, origin: 'host' }
  const hash = createHash('sha256')
  await pipeline(createReadStream(execPath), hash)
  return { ...of, origin: 'bundled', sha256: hash.digest('hex') }
}

/** The lab's own X-Ray asks, so that this is what it would get. */
async function udpFacts(): Promise<UdpFacts> {
  const bytesIn = (file: string) => Number(read(`/proc/sys/net/core/${file}`)) || undefined
  const [usualBytes, mostBytes] = [bytesIn('rmem_default'), bytesIn('rmem_max')]
  const limits = { ...(usualBytes && { usualBytes }), ...(mostBytes && { mostBytes }) }
  try {
    const daemon = await startDaemon(0, { intake: new Intake(new TraceStore(), Date.now) })
    const { receiveBufferBytes } = daemon.figures()
    await daemon.close()
    return { grantedBytes: receiveBufferBytes, ...limits }
  } catch {
    return limits
  }
}

/** As far as the mock server raises its own. */
const PRIORITY = -10

/** Tried, since neither root nor a capability always may. */
function mayRaisePriority(): boolean {
  const before = getPriority()
  try {
    setPriority(Math.min(before, PRIORITY))
    return true
  } catch {
    return false
  } finally {
    setPriority(before)
  }
}

/** Tried too, by the lab's own means. */
function mayLimitProcessors(): boolean {
  const groups = openCpuGroups()
  groups?.dispose()
  return groups !== undefined
}

const TIMERS = 50
const READINGS = 5000

/** How late timers of 1 ms are here, one after another. */
export async function timerFacts(): Promise<TimerFacts> {
  const lateMs: number[] = []
  for (let timer = 0; timer < TIMERS; timer++) {
    const setMs = performance.now()
    await new Promise((resolve) => setTimeout(resolve, 1))
    // A timer counts from the beginning of the loop's turn, so that it may come a moment early.
    lateMs.push(Math.max(0, performance.now() - setMs - 1))
  }
  return { medianLateMs: median(lateMs), worstLateMs: Math.max(...lateMs), timers: TIMERS }
}

/** The smallest step that the clock is seen to make, in milliseconds. `now` counts in nanoseconds. */
export function clockStepMs(now: () => bigint): number {
  let least = Infinity
  let before = now()
  // A coarse clock may stand still for longer than all readings take.
  for (let reading = 0; reading < READINGS || least === Infinity; reading++) {
    const after = now()
    if (after > before) least = Math.min(least, Number(after - before))
    before = after
  }
  return least / 1e6
}

/** The environment of a process, and what can be known of its files without reading them. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly exists: (file: string) => boolean
}

/** Where the AWS clients would look for credentials and a region. Source: AWS SDKs and Tools Reference Guide, "Settings reference". */
export function awsFacts({ env, home, exists }: Surroundings): AwsFacts {
  const has = (...names: string[]) => names.every((name) => Boolean(env[name]))
  const sources: [CredentialSource, boolean][] = [
    ['environment', has('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')],
    ['web-identity', has('AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN')],
    ['container-role', has('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') || has('AWS_CONTAINER_CREDENTIALS_FULL_URI')],
    ['credentials-file', exists(env.AWS_SHARED_CREDENTIALS_FILE || join(home, '.aws', 'credentials'))],
  ]
  return {
    credentials: sources.flatMap(([source, isThere]) => (isThere ? source : [])),
    hasRegion: has('AWS_REGION'),
    hasConfigFile: exists(env.AWS_CONFIG_FILE || join(home, '.aws', 'config')),
  }
}

/** Whether there is a webhook to post to, as `utakata notify` takes it. */
export function webhookFact({ env: { SLACK_WEBHOOK_URL: url } }: Pick<Surroundings, 'env'>): WebhookFact {
  if (!url) return 'absent'
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? 'an address' : 'no address'
}
