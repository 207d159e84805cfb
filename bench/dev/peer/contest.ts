import type { CalendarJob } from '../../../strategies/job.ts'
import type { VariantSetup, ChildReply, ChildRequest, MeasuredByChild } from '../../run/local/messages.ts'
import { PATIENCE } from '../../run/local/patience.ts'
import { type Peer, startPeer } from '../../run/local/process.ts'
import { readScenario } from '../../scenario/file.ts'
import { interleave } from '../harness/interleave.ts'
import { addressesOf, type PeerMock, runGo } from './go.ts'
import { type Contest, DNS_MS, PEER_NOW_MS, PEER_WINDOW_MS, type PeerVariant, variantsOf } from './rows.ts'
import type { Runs, SideRun } from './table.ts'

interface ContestPlan {
  readonly iterations: number
  readonly mock: PeerMock
  /** The folder that the Go peer was built into. */
  readonly built: string
  readonly signal: AbortSignal
}

export const WARM_UPS = 8

type OurChild = Peer<ChildRequest, ChildReply>

const { client } = readScenario('wide')

/**
 * Ours run in a warm child each, as `utakata bench` starts them; the two sizes of the memory row have a child each too, so that one's
 * heap is not the other's.
 */
export async function runContest(contest: Contest, { iterations, mock, built, signal }: ContestPlan): Promise<Runs> {
  const variants = variantsOf(contest)
  const children = new Map<string, OurChild>()
  const run = async ({ name, feeds }: PeerVariant): Promise<SideRun> => {
    signal.throwIfAborted()
    await mock.reset()
    const child = children.get(name)
    if (!child) return runGo(built, contest, feeds, mock, signal)
    const request = { is: 'run', job: jobOf(contest, feeds, mock), ...(contest.manyHosts && { ca: mock.ca }) } as const
    const limit = { withinMs: client.runTimeoutMs + PATIENCE.graceMs }
    return sideRunOf(await child.ask<ChildReply & { is: 'ran' }>(request, limit), feeds)
  }
  const stopAll = () => Promise.all(Array.from(children.values(), (child) => child.stop()))
  signal.addEventListener('abort', stopAll, { once: true })
  try {
    console.error(`${contest.name}: warming up`)
    for (const variant of variants) {
      if (!variant.ours) continue
      signal.throwIfAborted()
      const child: OurChild = startPeer(new URL('../../run/local/child.ts', import.meta.url), { called: variant.name })
      children.set(variant.name, child)
      await child.ask({ is: 'open', setup: setupOf(contest, variant.ours) }, { withinMs: PATIENCE.startMs })
      for (let warmUp = 0; warmUp < WARM_UPS; warmUp++) await run(variant)
    }
    const runVariant = (name: string) => run(variants.find((variant) => variant.name === name)!)
    return await interleave(
      variants.map(({ name }) => name),
      runVariant,
      {
        iterations,
        onIteration(iteration, runs) {
          const took = Object.entries(runs).map(([name, all]) => `${name} ${Math.round(all.at(-1)!.makespanMs)} ms`)
          console.error(`${contest.name}: repetition ${iteration} of ${iterations}: ${took.join('; ')}`)
        },
      },
    )
  } finally {
    signal.removeEventListener('abort', stopAll)
    await stopAll()
  }
}

function setupOf({ manyHosts = false }: Contest, { strategy, limits }: NonNullable<PeerVariant['ours']>): VariantSetup {
  return { strategy, limits, check: 'prefilter', ...client, dnsDelayMs: manyHosts ? DNS_MS : 0, manyHosts }
}

function jobOf(contest: Contest, count: number, mock: PeerMock): CalendarJob {
  const { feed, slack } = addressesOf(contest, mock)
  const feeds = Array.from({ length: count }, (_, index) => ({
    id: `feed ${index}`,
    url: feed.replaceAll('%d', String(index)),
  }))
  return { feeds, window: { fromMs: PEER_NOW_MS, untilMs: PEER_NOW_MS + PEER_WINDOW_MS }, slackUrl: slack }
}

function sideRunOf(
  { makespanMs, cpuMs, peakRssBytes, figures, timedOut, examples }: MeasuredByChild,
  feeds: number,
): SideRun {
  const failures = Object.values(figures.failures).reduce((sum, count) => sum + count, 0)
  const faults = [
    ...(timedOut ? ['not done in time'] : []),
    ...(figures.feeds === feeds ? [] : [`${figures.feeds} outcomes for ${feeds} feeds`]),
    ...(failures > 0 ? [`${failures} failures, such as: ${examples[0]?.message}`] : []),
  ]
  return { makespanMs, cpuMs, peakRssBytes, sent: figures.sent, ...(faults.length > 0 && { fault: faults.join(', ') }) }
}
