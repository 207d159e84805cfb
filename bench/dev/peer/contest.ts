import type { Job } from '../../../strategies/job.ts'
import type { VariantSetup, ChildReply, ChildRequest, MeasuredByChild } from '../../run/local/messages.ts'
import { PATIENCE } from '../../run/local/patience.ts'
import { type Peer, startPeer } from '../../run/local/process.ts'
import { readScenario } from '../../scenario/file.ts'
import { orderOf } from '../../plan/schedule.ts'
import { addressesOf, type PeerMock, runGo } from './go.ts'
import { variantsOf, type Contest, DNS_MS, PEER_NOW_MS, PEER_WINDOW_MS, type PeerVariant } from './rows.ts'
import type { Runs, SideRun } from './table.ts'

export interface ContestPlan {
  readonly reps: number
  readonly mock: PeerMock
  /** The folder the Go peer was built into. */
  readonly built: string
  /** Told after each repetition, never while something is measured. */
  readonly say: (sentence: string) => void
}

export const WARM_UPS = 8
const SEED = 1

type OurChild = Peer<ChildRequest, ChildReply>

/**
 * In each repetition every variant runs once, alone, in a fresh order. Ours run in a warm child each, as `utakata bench` starts
 * them; the two sizes of the memory row have a child each too, so that one's heap is not the other's.
 */
export async function runContest(contest: Contest, plan: ContestPlan, signal: AbortSignal): Promise<Runs> {
  const { reps, mock, built, say } = plan
  const variants = variantsOf(contest)
  const children = new Map<string, OurChild>()
  const runs = new Map<string, SideRun[]>(variants.map(({ name }) => [name, []]))

  const runLimit = { withinMs: readScenario('wide').client.runTimeoutMs + PATIENCE.graceMs }
  const run = async ({ name, feeds }: PeerVariant): Promise<SideRun> => {
    await mock.reset()
    const child = children.get(name)
    if (!child) return runGo(built, contest, feeds, mock, signal)
    const request = { is: 'run', job: jobOf(contest, feeds, mock), ...(contest.manyHosts && { ca: mock.ca }) } as const
    return sideRunOf(await child.ask<ChildReply & { is: 'ran' }>(request, runLimit), feeds)
  }

  const stopAll = () => Promise.all(Array.from(children.values(), (child) => child.stop()))
  signal.addEventListener('abort', stopAll, { once: true })
  try {
    say(`${contest.name}: warming up`)
    for (const variant of variants) {
      if (!variant.ours) continue
      signal.throwIfAborted()
      const child: OurChild = startPeer(new URL('../../run/local/child.ts', import.meta.url), { called: variant.name })
      children.set(variant.name, child)
      await child.ask({ is: 'open', setup: setupOf(contest, variant.ours) }, { withinMs: PATIENCE.startMs })
      for (let warmUp = 0; warmUp < WARM_UPS; warmUp++) await run(variant)
    }
    for (let rep = 1; rep <= reps; rep++) {
      for (const variant of orderOf(variants, SEED, 1, rep)) {
        signal.throwIfAborted()
        runs.get(variant.name)!.push(await run(variant))
      }
      const took = variants.map(({ name }) => `${name} ${Math.round(runs.get(name)!.at(-1)!.makespanMs)} ms`)
      say(`${contest.name}: repetition ${rep} of ${reps}: ${took.join('; ')}`)
    }
    return runs
  } finally {
    signal.removeEventListener('abort', stopAll)
    await stopAll()
  }
}

function setupOf({ manyHosts = false }: Contest, { strategy, limits }: NonNullable<PeerVariant['ours']>): VariantSetup {
  const { client } = readScenario('wide')
  return { strategy, limits, check: 'prefilter', ...client, dnsDelayMs: manyHosts ? DNS_MS : 0, manyHosts }
}

function jobOf(contest: Contest, feeds: number, mock: PeerMock): Job {
  const { feed, slack } = addressesOf(contest, mock)
  return {
    feeds: Array.from({ length: feeds }, (_, index) => ({
      id: `feed ${index}`,
      url: feed.replaceAll('%d', String(index)),
    })),
    window: { fromMs: PEER_NOW_MS, untilMs: PEER_NOW_MS + PEER_WINDOW_MS },
    slackUrl: slack,
  }
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
