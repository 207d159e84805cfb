import { FETCH_DEFAULTS } from '../../../strategies/fetch.ts'
import { NOTIFY_DEFAULTS } from '../../../strategies/notify.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { PredictedRow } from '../../judge/prediction/tables.ts'

/** Connections to one address that Linux has ports for: `net.ipv4.ip_local_port_range` is 32768 to 60999 unless it is changed. */
const PORTS = 28_232

/** What whoever reads predictions of a scenario should know beside them. */
export function notesOn({ world, client }: Scenario, rows: readonly PredictedRow[]): string[] {
  const shares = rows.flatMap(({ predictions }) => Object.values(predictions).map(({ givenUp }) => givenUp))
  const feeds = Math.max(...shares.map((share) => share.feeds))
  const posts = Math.max(...shares.map((share) => share.posts))
  const crowded = new Set(
    rows.flatMap(({ predictions }) =>
      Object.entries(predictions).flatMap(([name, { peakFetches }]) => (peakFetches > PORTS ? [name] : [])),
    ),
  )
  const faults = Object.values(world.notifyFaults).some((share) => share > 0)
  return [
    ...[...crowded].map(
      (name) =>
        `${name}: has more fetches under way at the largest sizes than Linux has ports for (${PORTS.toLocaleString('en-US').replaceAll(',', '\u00A0')} by default), so that there it would fail; give it a --concurrency.`,
    ),
    ...(feeds > 0
      ? [
          `Up to ${percent(feeds)} of the feeds take longer than the client waits (${client.headersTimeoutMs} ms for an answer, ${client.bodyTimeoutMs} ms in the middle of it, ${FETCH_DEFAULTS.fetchTimeoutMs} ms in all), and are given up.`,
        ]
      : []),
    ...(posts > 0
      ? [
          `The posts of up to ${percent(posts)} of the feeds take longer than the client waits (${NOTIFY_DEFAULTS.answerTimeoutMs} ms): nobody knows whether they are told.`,
        ]
      : []),
    ...(faults ? ['What the scenario lets go wrong with posts is left out.'] : []),
  ]
}

function percent(share: number): string {
  return `${+(100 * share).toPrecision(2)} %`
}
