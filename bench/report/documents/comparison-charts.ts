import type { Result } from '../../judge/comparison/judgement.ts'
import type { Timeline } from '../../trial/timelines.ts'
import type { Block } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { cold } from '../page/pictures/cold.ts'
import { controls } from '../page/pictures/controls.ts'
import { costAndTime } from '../page/pictures/cost-and-time.ts'
import { distributions } from '../page/pictures/distributions.ts'
import { ecdf } from '../page/pictures/ecdf.ts'
import { forest } from '../page/pictures/forest.ts'
import { phases } from '../page/pictures/phases.ts'
import { waterfall } from '../page/pictures/waterfall.ts'
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
