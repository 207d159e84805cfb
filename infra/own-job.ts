/** What a function does with a job of a user's own, loaded only where it was deployed with one. */
import * as z from 'zod/mini'
import { hideAddresses } from '../strategies/failure.ts'
import type { Feed, Job, Outcome } from '../strategies/job.ts'
import { loadOwnJob } from '../strategies/own-work.ts'
import { settle } from '../strategies/settle.ts'
import type { Environment } from './environment.ts'
import {
  ADMISSION,
  HAS_NO_ADDRESS,
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

/** As in a scenario. */
const DEFAULT_STEP_TIMEOUT_MS = 20_000

const item = z.strictObject(
  {
    id: textThat(HAS_NO_ADDRESS, (given) => hideAddresses(given) === given),
    url: text('the address of an item'),
    sinkUrl: z.optional(text('the address that what is found in the item is sent to')),
  },
  'an item { id, url, sinkUrl }, without sinkUrl where it is the webhook',
)

/** Everything a function of a user's own job can be asked; all of it is optional. */
const ownEventSchema = z.strictObject(
  {
    job: z.optional(z.strictObject({ items: z.array(item, 'a list of items') }, 'a job { items } of your own')),
    /** A mock world: where its list of items is, and what it takes to be let in. */
    world: z.optional(z.strictObject({ itemsUrl: mockAddress, ...ADMISSION }, 'a mock world { itemsUrl, ca, token }')),
    stepTimeoutMs: z.optional(whole('a whole number of milliseconds, at least 1', 1)),
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
          const { world, checkCpuMs, dryRun, stepTimeoutMs = DEFAULT_STEP_TIMEOUT_MS } = request
          const feeds = world ? await itemsOfWorld(world, signal) : await itemsOf(request, environment, signal)
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
  const key = 'world.itemsUrl'
  const expected = 'an address that gives a list of items as JSON'
  const list = await fetchList(itemsUrl, { key, expected, ca, headers: bearerOf([itemsUrl], token) }, signal)
  const { data: items } = z.safeParse(z.array(item), parsed(list))
  if (items === undefined || items.length === 0)
    throw new Refusal({ key, expected, got: `${list.length} characters that are none` })
  refuseTwins(items, key)
  // What the mock server has closed since the last invocation is heard of before a client would write to it.
  await settle()
  return items.map(toFeed)
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

/** Outcomes for programs: what was sent is known to the job alone, so that it has its place among the findings of its item. */
function ownOutcomesAsJson(outcomes: readonly Outcome[], dryRun: boolean) {
  return outcomes.map(({ feed, sent, failures }) => ({
    item: feed.id,
    [dryRun ? 'wouldBeSent' : 'sent']: sent.map(({ summary, acceptedMs }) =>
      dryRun ? { key: summary } : { key: summary, accepted: new Date(acceptedMs).toISOString() },
    ),
    failures,
  }))
}
