import { type AbPlan, digestOfAll, drawPayload, type WeightedPayload } from '../aws/ab-plan.ts'
import type { Turn } from '../aws/drive.ts'
import { namedEvent, type ReachableWorld, worldEvent } from '../aws/job-event.ts'
import { mockWorldOf } from '../aws/mock-world.ts'
import { UsageError } from '../usage-error.ts'

/** What a comparison asks: jobs of a mock world, or payloads of the user's own. */
export interface Asked {
  readonly name: string
  readonly digest: string
  readonly eventFor: (plan: AbPlan) => (turn: Turn) => unknown
}

/** Events of the user's own; none may tell people over and over what a single run would tell them once. */
export function askedOf(payloads: readonly WeightedPayload[], isOurs: boolean): Asked {
  const telling = payloads.findIndex(({ event }) => isOurs && !isHarmless(event))
  if (telling >= 0)
    throw new UsageError(
      `--payload: expected events with a mock "world" or with "dryRun": true, since every invocation of a comparison would tell people again; number ${telling + 1} has neither`,
    )
  return {
    name: 'payloads',
    digest: digestOfAll(payloads),
    eventFor: (plan) => (turn) => {
      const event = drawPayload(payloads, plan.seed, turn.fork, turn.round)
      return isOurs ? namedEvent(event, plan, turn) : event
    },
  }
}

function isHarmless(event: unknown): boolean {
  const { world, dryRun } = Object(event) as { readonly world?: unknown; readonly dryRun?: unknown }
  return world !== undefined || dryRun === true
}

/** Jobs of a mock world: the one at `mock`, else that of the stack, whose secrets are read unless only a plan is made. */
export async function askedOfMock(
  mock: string | undefined,
  outputs: ReadonlyMap<string, string>,
  isPlanOnly: boolean,
): Promise<Asked> {
  const origin = mock ?? outputs.get('MockOrigin')
  if (origin === undefined)
    throw new UsageError(
      'expected --mock ORIGIN, the address of a mock world that the functions can reach (such as of npm run deploy -- -c mock=ec2), or --payload FILE',
    )
  const world: ReachableWorld = mock !== undefined || isPlanOnly ? { origin } : await mockWorldOf(origin, outputs)
  return {
    name: 'mock world',
    digest: digestOfAll(origin),
    eventFor: (plan) => (turn) => ({ ...worldEvent(world, {}, plan, turn), outcomes: true }),
  }
}
