import { X509Certificate } from 'node:crypto'
import { type AbPlan, digestOfAll } from '../../run/aws/ab-plan.ts'
import type { Turn } from '../../run/aws/drive.ts'
import {
  drawPayload,
  namedEvent,
  type ReachableWorld,
  type WeightedPayload,
  worldEvent,
} from '../../run/aws/job-event.ts'
import { type MockWorldSpan, mockWorldOf, spanIn } from '../../run/aws/mock-world.ts'
import { readObject } from '../../run/aws/read-object.ts'
import { UserError } from '../../io/user-error.ts'
import { readNamedFile } from '../../io/read-file.ts'
import { type Io, pathIn } from '../../cli/io.ts'

/** What functions are invoked with: jobs of a mock world, or payloads of the user's own. */
export interface InvocationInput {
  /** How feeds are checked, as far as it is known. */
  readonly check: 'full' | 'prefilter' | 'own' | 'unknown'
  readonly digest: string
  /** Of the mock world of a stack, as far as it is known. */
  readonly mockSpan?: MockWorldSpan
  readonly eventFor: (plan: AbPlan) => (turn: Turn) => unknown
}

/** Events of the user's own; none may send again and again what a single run would send once. */
export function inputOf(
  payloads: readonly WeightedPayload[],
  isOurs: boolean,
  { isOwnJob = false } = {},
): InvocationInput {
  const harmful = payloads.findIndex(({ event }) => isOurs && !isHarmless(event))
  if (harmful >= 0) throw new UserError('payload-harmful', { number: harmful + 1 })
  const slow = payloads.findIndex(({ event }) => isOurs && Object.hasOwn(Object(event), 'slowedBy'))
  if (slow >= 0) throw new UserError('payload-slowed', { number: slow + 1 })
  return {
    check: isOwnJob ? 'own' : checkIn(payloads),
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
  /** Whether the functions do a job of the user's own. */
  readonly isOwnJob?: boolean
}

/** Jobs of a mock world: the one at `mock`, else that of the stack, whose secrets are read unless only a plan is made. */
export async function inputForMock({
  mock,
  mockCa,
  outputs,
  isPlanOnly,
  isOwnJob = false,
}: MockOptions): Promise<InvocationInput> {
  if (mockCa !== undefined && mock === undefined) throw new UserError('authority-without-mock', {})
  const origin = mock ?? outputs.get('MockOrigin')
  if (origin === undefined) throw new UserError('mock-missing', {})
  const named: ReachableWorld = { origin, ca: mockCa }
  const planned = { world: named, span: mock === undefined ? spanIn(outputs) : undefined }
  const { world, span } = mock !== undefined || isPlanOnly ? planned : await mockWorldOf(origin, outputs)
  return {
    // As our functions do by default.
    check: isOwnJob ? 'own' : 'prefilter',
    digest: digestOfAll(origin),
    ...(span && { mockSpan: span }),
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
const MAX_PAYLOAD_BYTES = 16_000_000

/**
 * Reads the events for functions: each a file with JSON, or an object in S3 as `s3://BUCKET/KEY`, optionally with how often it is drawn beside the
 * others, as `FILE=WEIGHT`.
 */
export async function readPayloads(given: readonly string[], io: Pick<Io, 'cwd'>): Promise<WeightedPayload[]> {
  return await Promise.all(
    given.map(async (text) => {
      const [, file, weight] = /^(.+?)(?:=(\d+(?:\.\d+)?))?$/.exec(text) ?? []
      const number = weight === undefined ? 1 : Number(weight)
      if (file === undefined || !(number > 0 && number < Infinity))
        throw new UserError('not-a-payload-option', { given: text })
      const isInS3 = file.startsWith('s3://')
      const name = isInS3 ? file : pathIn(io, file)
      const read = isInS3 ? await readObject(file, MAX_PAYLOAD_BYTES) : textIn(name)
      return { weight: number, event: eventIn(read, name) }
    }),
  )
}

function textIn(file: string): string {
  return readNamedFile(file, 'payload-unreadable', { mostBytes: MAX_PAYLOAD_BYTES, isPipeAllowed: true })
}

function eventIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError('payload-not-json', { file })
  }
}
