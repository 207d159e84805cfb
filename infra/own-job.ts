/** What a function does with a job of a user's own, loaded only where it was deployed with one. */
import { X509Certificate } from 'node:crypto'
import * as z from 'zod/mini'
import { hideAddresses } from '../strategies/failure.ts'
import type { Feed, Job, Outcome } from '../strategies/job.ts'
import { loadOwnJob, STEP_TIMEOUT_MS } from '../strategies/own-work.ts'
import { settle } from '../strategies/settle.ts'
import type { Environment } from './environment.ts'
import {
  ADMISSION,
  ITEM_ID,
  mockAddress,
  parseEvent,
  refuseTwice,
  SHARED_KEYS,
  text,
  textThat,
  whole,
} from './event.ts'
import { type FunctionJob, readyWork } from './function-job.ts'
import { bearerOf, configuredFeeds, fetchList, readWebhook, secretOf } from './job-source.ts'
import { createOwnWork, OWN_WORK_MODULE } from './own-work.ts'
import { Refusal } from './refusal.ts'

/** As a scenario has it: a day. */
const MAX_STEP_TIMEOUT_MS = 86_400_000
const STEP_TIMEOUT = `a whole number of milliseconds from 1 to ${MAX_STEP_TIMEOUT_MS}`

const item = z.strictObject(
  {
    id: textThat(ITEM_ID, (given) => hideAddresses(given) === given),
    url: text('the address of an item'),
    sinkUrl: z.optional(text('the address that what is found in the item is sent to')),
  },
  'an item { id, url, sinkUrl }; leave out sinkUrl to send to the webhook',
)

/** Everything a function of a user's own job can be asked; all of it is optional. */
const ownEventSchema = z.strictObject(
  {
    job: z.optional(z.strictObject({ items: z.array(item, 'a list of items') }, 'a job { items } of your own')),
    /** A mock world: where its list of items is, and what it takes to be let in. */
    world: z.optional(z.strictObject({ itemsUrl: mockAddress, ...ADMISSION }, 'a mock world { itemsUrl, ca, token }')),
    stepTimeoutMs: z.optional(whole(STEP_TIMEOUT, 1, z.lte(MAX_STEP_TIMEOUT_MS, STEP_TIMEOUT))),
    ...SHARED_KEYS,
  },
  'an event { job, world, webhookSecret, limits, checkCpuMs, stepTimeoutMs, dryRun, outcomes, strict, trial, slowedBy } for a job of your own, all of them optional',
)

type OwnEvent = z.infer<typeof ownEventSchema>

/** Reads what a function of a user's own job was invoked with. Throws a Refusal. */
export function readOwnEvent(event: unknown): OwnEvent {
  const request = parseEvent(ownEventSchema, event)
  refuseTwins(request.job?.items ?? [], 'job.items')
  return request
}

function refuseTwins(items: readonly { readonly id: string }[], list: string): void {
  const ids = new Map<string, number>()
  for (const [index, { id }] of items.entries())
    refuseTwice(ids, id, { list, index, key: 'id', expected: 'each id once' })
}

/** The job that a module of the bundle exports, given by its name beside this one. Rejects where it exports none. */
export async function loadBundledJob(name: string): Promise<FunctionJob> {
  const module = new URL(name, import.meta.url).href
  const own = await loadOwnJob(module)
  return {
    asJson: ownOutcomesAsJson,
    read(event) {
      const request = readOwnEvent(event)
      return {
        request,
        async ready(environment, { signal }) {
          const { world, checkCpuMs, dryRun, stepTimeoutMs = STEP_TIMEOUT_MS } = request
          const feeds = world ? await itemsOfWorld(world, signal) : await itemsOf(request, environment, signal)
          // Lets connections that a server closed since the last invocation be noticed before a client writes to one.
          await settle()
          const options = { module, stepTimeoutMs, checkCpuMs, dryRun, ca: world?.ca }
          const createWork = (job: Job) => createOwnWork(job, own, options)
          return readyWork({ feeds }, { createWork, module: OWN_WORK_MODULE, options })
        },
      }
    },
  }
}

/** Of the event, or of the configuration; what has no sink of its own is sent to the webhook. */
async function itemsOf(event: OwnEvent, environment: Environment, signal: AbortSignal): Promise<readonly Feed[]> {
  const secret = secretOf(event, environment)
  const items: readonly Feed[] = event.job?.items.map(toFeed) ?? (await configuredFeeds(environment, signal))
  if (event.dryRun || items.every(({ sinkUrl }) => sinkUrl !== undefined)) return items
  const webhook = await readWebhook(secret, signal)
  return items.map((one) => ({ ...one, sinkUrl: one.sinkUrl ?? webhook }))
}

async function itemsOfWorld(
  { itemsUrl, ca, token }: NonNullable<OwnEvent['world']>,
  signal: AbortSignal,
): Promise<readonly Feed[]> {
  if (ca !== undefined) refuseNoCertificate(ca)
  const key = 'world.itemsUrl'
  const expected = 'an address that gives a list of items as JSON'
  const list = await fetchList(itemsUrl, { key, expected, ca, headers: bearerOf([itemsUrl], token) }, signal)
  const { data: items } = z.safeParse(z.array(item), parsed(list))
  if (items === undefined || items.length === 0)
    throw new Refusal({ key, expected, got: `${list.length} characters that are not such a list` })
  refuseTwins(items, key)
  for (const [index, { url, sinkUrl }] of items.entries())
    for (const [name, address] of Object.entries({ url, sinkUrl })) refuseElsewhere(itemsUrl, { index, name, address })
  return items.map(toFeed)
}

interface ItemAddress {
  readonly index: number
  readonly name: string
  readonly address: string | undefined
}

/** A world is taken for one to which anything may be sent, again and again. */
function refuseElsewhere(itemsUrl: string, { index, name, address }: ItemAddress): void {
  if (address !== undefined && URL.parse(address)?.origin === new URL(itemsUrl).origin) return
  throw new Refusal({
    key: `world.itemsUrl[${index}].${name}`,
    expected: 'an address of the same server as the list',
    got: address === undefined ? 'none' : 'another one',
  })
}

/** Throws a Refusal for what a client could not trust. */
function refuseNoCertificate(ca: string): void {
  try {
    void new X509Certificate(ca)
  } catch (cause) {
    throw new Refusal(
      {
        key: 'world.ca',
        expected: 'the PEM text of a certificate',
        got: `${ca.length} characters that are not a certificate`,
      },
      { cause },
    )
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toFeed({ sinkUrl, ...rest }: z.infer<typeof item>): Feed {
  return { ...rest, ...(sinkUrl !== undefined && { sinkUrl }) }
}

/** Outcomes for programs. Only the job knows what a finding holds, so each is named by its number within its item. */
function ownOutcomesAsJson(outcomes: readonly Outcome[], dryRun: boolean) {
  return outcomes.map(({ feed, sent, failures }) => ({
    item: feed.id,
    [dryRun ? 'wouldBeSent' : 'sent']: sent.map(({ summary, acceptedMs }) =>
      dryRun ? { key: summary } : { key: summary, accepted: new Date(acceptedMs).toISOString() },
    ),
    failures,
  }))
}
