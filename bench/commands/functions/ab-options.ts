import { X509Certificate } from 'node:crypto'
import { type AbPlan, digestOfAll } from '../../run/aws/ab-plan.ts'
import type { Turn } from '../../run/aws/drive.ts'
import { namedEvent, type ReachableWorld, worldEvent } from '../../run/aws/job-event.ts'
import { UserError } from '../../io/user-error.ts'
import { readNamedFile } from '../../io/read-file.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { type AwsCall, explainAwsError } from '../../run/aws/client/explain-aws-error.ts'
import { drawUnits } from '../../../mock-server/delay.ts'

/** What functions are invoked with: jobs of a mock world, or payloads of the user's own. */
export interface InvocationInput {
  /** How feeds are checked, as far as it is known. */
  readonly check: 'full' | 'prefilter' | 'unknown'
  readonly digest: string
  readonly eventFor: (plan: AbPlan) => (turn: Turn) => unknown
}

/** Events of the user's own; none may send people again and again what a single run would send them once. */
export function inputOf(payloads: readonly WeightedPayload[], isOurs: boolean): InvocationInput {
  const telling = payloads.findIndex(({ event }) => isOurs && !isHarmless(event))
  if (telling >= 0) throw new UserError('payload-harmful', { number: telling + 1 })
  const slow = payloads.findIndex(({ event }) => isOurs && Object.hasOwn(Object(event), 'slowedBy'))
  if (slow >= 0) throw new UserError('payload-slowed', { number: slow + 1 })
  return {
    check: checkIn(payloads),
    digest: digestOfAll(payloads),
    eventFor: (plan) => (turn) => {
      const event = drawPayload(payloads, plan.seed, turn.block, turn.iteration)
      return isOurs ? namedEvent(event, plan, turn) : event
    },
  }
}

function checkIn(payloads: readonly WeightedPayload[]): InvocationInput['check'] {
  const checks = new Set(payloads.map(({ event }) => (Object(event) as { readonly check?: unknown }).check))
  const [check] = checks
  return checks.size === 1 && (check === 'full' || check === 'prefilter') ? check : 'unknown'
}

function isHarmless(event: unknown): boolean {
  const { world, dryRun } = Object(event) as { readonly world?: unknown; readonly dryRun?: unknown }
  return world !== undefined || dryRun === true
}

interface MockOptions {
  /** One that was named by hand, with its authority where its own is not enough. */
  readonly mock?: string | undefined
  readonly mockCa?: string | undefined
  readonly outputs: ReadonlyMap<string, string>
  readonly isPlanOnly: boolean
}

/** Jobs of a mock world: the one at `mock`, else that of the stack, whose secrets are read unless only a plan is made. */
export async function inputForMock({ mock, mockCa, outputs, isPlanOnly }: MockOptions): Promise<InvocationInput> {
  if (mockCa !== undefined && mock === undefined) throw new UserError('authority-without-mock', {})
  const origin = mock ?? outputs.get('MockOrigin')
  if (origin === undefined) throw new UserError('mock-missing', {})
  const isNamed = mock !== undefined || isPlanOnly
  const world: ReachableWorld = isNamed ? { origin, ca: mockCa } : await mockWorldOf(origin, outputs)
  return {
    // As our functions do by default.
    check: 'prefilter',
    digest: digestOfAll(origin),
    eventFor: (plan) => (turn) => ({ ...worldEvent(world, {}, plan, turn), outcomes: true }),
  }
}

/** Reads a certificate authority as PEM; throws a UserError for what is none. */
export function readAuthority(file: string): string {
  const text = readNamedFile(file, 'authority-unreadable', { mostBytes: 1_000_000, isPipeAllowed: true })
  try {
    if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Error('no PEM')
    void new X509Certificate(text)
    return text
  } catch {
    throw new UserError('not-an-authority', { file })
  }
}

/** More than Lambda takes. */
const MAX_BYTES = 16_000_000

/** Reads the events for functions: each a file with JSON, optionally with how often it is drawn beside the others, as `FILE=WEIGHT`. */
export function readPayloads(given: readonly string[], io: Pick<Io, 'cwd'>): WeightedPayload[] {
  return given.map((text) => {
    const [, file, weight] = /^(.+?)(?:=(\d+(?:\.\d+)?))?$/.exec(text) ?? []
    const number = weight === undefined ? 1 : Number(weight)
    if (file === undefined || !(number > 0 && number < Infinity))
      throw new UserError('not-a-payload-option', { given: text })
    return { weight: number, event: eventIn(pathIn(io, file)) }
  })
}

function eventIn(file: string): unknown {
  const text = readNamedFile(file, 'payload-unreadable', { mostBytes: MAX_BYTES, isPipeAllowed: true })
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError('payload-not-json', { file })
  }
}

/** The mock world of a stack (infra/mock-world.ts): its authority is in Parameter Store, its token a secret. Rejects in words. */
export async function mockWorldOf(origin: string, outputs: ReadonlyMap<string, string>): Promise<ReachableWorld> {
  const parameter = outputs.get('MockAuthorityParameter')
  const secret = outputs.get('MockTokenSecret')
  if (parameter === undefined || secret === undefined) throw new UserError('mock-outputs-missing', {})
  const [{ GetParameterCommand, SSMClient }, { GetSecretValueCommand, SecretsManagerClient }] = await Promise.all([
    import('@aws-sdk/client-ssm'),
    import('@aws-sdk/client-secrets-manager'),
  ])
  const ssm = new SSMClient({})
  const secrets = new SecretsManagerClient({})
  try {
    const { Parameter } = await explained(
      { service: 'Systems Manager', action: 'GetParameter', of: parameter },
      ssm.send(new GetParameterCommand({ Name: parameter })),
    )
    const { SecretString } = await explained(
      { service: 'Secrets Manager', action: 'GetSecretValue', of: secret },
      secrets.send(new GetSecretValueCommand({ SecretId: secret })),
    )
    const ca = Parameter?.Value
    if (ca === undefined || !ca.includes('-----BEGIN CERTIFICATE-----'))
      throw new UserError('mock-not-up', { parameter })
    return { origin, ca, token: SecretString }
  } finally {
    ssm.destroy()
    secrets.destroy()
  }
}

async function explained<T>(call: AwsCall, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw explainAwsError(error, call) ?? error
  }
}

/** What one invocation is asked, of several that are drawn by their weights. */
export interface WeightedPayload {
  readonly weight: number
  readonly event: unknown
}

/** Which of several payloads an invocation is given: decided by place, never by variant, so that all variants are asked the same. */
export function drawPayload(
  payloads: readonly WeightedPayload[],
  seed: number,
  block: number,
  iteration: number,
): unknown {
  const total = payloads.reduce((sum, { weight }) => sum + weight, 0)
  let left = drawUnits(seed, 'payload', block, iteration)[0] * total
  return (payloads.find(({ weight }) => (left -= weight) < 0) ?? payloads.at(-1)!).event
}
