import { addressesOf, WORLD_NOW_MS } from '../../mock-server/world.ts'
import { aFolder } from './folders.ts'
import type { Served } from '../../bench/run/contract/running.ts'

/** When the worlds of tests are. */
export const NOW = new Date(WORLD_NOW_MS).toISOString()

/** A list of the feeds of a world, each under a name, and its webhook as people have it. */
export function jobOn(server: Served) {
  const { feeds, slack } = addressesOf(server.world, server.origin, 'f0/r1')
  const list = feeds.map((url, index) => `Team ${index} = ${url}`).join('\n')
  const folder = aFolder({ 'feeds.txt': list })
  return {
    given: ['notify', '--feeds', `${folder}/feeds.txt`, '--now', NOW],
    env: { SLACK_WEBHOOK_URL: slack },
  }
}

/** An outcome as `--json` prints it. */
export interface JsonOutcome {
  readonly feed: string
  readonly sent: readonly { readonly summary: string; readonly start: string }[]
  readonly failures: readonly { readonly step: string; readonly kind: string; readonly message: string }[]
}
