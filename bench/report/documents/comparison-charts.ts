import type { Result } from '../../judge/comparison/judgement.ts'
import type { Timeline } from '../../trial/timelines.ts'
import type { Block } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { cold } from '../charts/cold.ts'
import { controls } from '../charts/controls.ts'
import { costAndTime } from '../charts/cost-and-time.ts'
import { distributions } from '../charts/distributions.ts'
import { ecdf } from '../charts/ecdf.ts'
import { forest } from '../charts/forest.ts'
import { phases } from '../charts/phases.ts'
import { waterfall } from '../charts/waterfall.ts'
import { unitOf } from '../format.ts'

/** Everything there is to look at, in the order in which one asks; what has nothing to show is left out. */
export function chartsOf(result: Result, timelines: readonly Timeline[], messages: Messages): Block[] {
  const compared = { ...result, unit: unitOf(result) }
  return [
    forest(compared, messages),
    controls(compared, messages),
    distributions(result, messages),
    ecdf(result, messages),
    ...waterfall(result, timelines, messages),
    ...phases(result, messages),
    costAndTime(result, messages),
    cold(result, messages),
  ].filter((block) => block !== undefined)
}
