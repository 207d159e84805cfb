import type { Scenario } from '../scenario.ts'
import type { PredictedRow } from './table.ts'

/** Connections to one address that Linux has ports for: `net.ipv4.ip_local_port_range` is 32768 to 60999 unless it is changed. */
const PORTS = 28_232

/** What whoever reads predictions of a scenario should know beside them. */
export function remarksOn({ world }: Scenario, rows: readonly PredictedRow[]): string[] {
  const crowded = new Set(
    rows.flatMap(({ predictions }) =>
      Object.entries(predictions).flatMap(([name, { peakFetches }]) => (peakFetches > PORTS ? [name] : [])),
    ),
  )
  const faults = Object.values(world.slackFaults).some((share) => share > 0)
  return [
    ...[...crowded].map(
      (name) =>
        `${name}: has more fetches under way at the largest sizes than Linux has ports for (${PORTS.toLocaleString('en-US').replaceAll(',', '\u00A0')} by default), so that there it would fail; give it a --concurrency.`,
    ),
    ...(faults ? ['What the scenario lets go wrong with posts is left out.'] : []),
  ]
}
