import type { Timeline } from '../../timelines.ts'
import { unitOf } from '../format.ts'
import type { Result } from '../result.ts'
import type { Look, Picture } from './picture.ts'
import { cold } from './pictures/cold.ts'
import { costAndTime } from './pictures/cost-and-time.ts'
import { distributions } from './pictures/distributions.ts'
import { ecdf } from './pictures/ecdf.ts'
import { forest } from './pictures/forest.ts'
import { guards } from './pictures/guards.ts'
import { phases } from './pictures/phases.ts'
import { waterfall } from './pictures/waterfall.ts'

/** Everything there is to look at, in the order in which one asks; what has nothing to show is left out. */
export function picturesOf(result: Result, timelines: readonly Timeline[], look: Look): Picture[] {
  const compares = { ...result, unit: unitOf(result) }
  const { memoryMb } = result.scenario
  const pictures = [
    forest(compares, look),
    distributions(result, look),
    ecdf(result, look),
    waterfall(result, timelines, look),
    ...phases(result, look),
    costAndTime(result, look),
    cold(result, look),
    guards(compares, look),
  ].filter((picture) => picture !== undefined)
  // Those of several sizes stand on one page.
  return memoryMb === undefined
    ? pictures
    : pictures.map((picture) => ({ ...picture, id: `${picture.id}-${memoryMb}` }))
}
