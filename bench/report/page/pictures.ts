import type { Timeline } from '../../trial/timelines.ts'
import { unitOf } from '../format.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import type { Look, Picture } from './drawing/picture.ts'
import { cold } from './pictures/cold.ts'
import { costAndTime } from './pictures/cost-and-time.ts'
import { distributions } from './pictures/distributions.ts'
import { ecdf } from './pictures/ecdf.ts'
import { forest } from './pictures/forest.ts'
import { controls } from './pictures/controls.ts'
import { phases } from './pictures/phases.ts'
import { waterfall } from './pictures/waterfall.ts'

/** Everything there is to look at, in the order in which one asks; what has nothing to show is left out. */
export function picturesOf(result: Result, timelines: readonly Timeline[], look: Look): Picture[] {
  const compares = { ...result, unit: unitOf(result) }
  const pictures = [
    forest(compares, look),
    controls(compares, look),
    distributions(result, look),
    ecdf(result, look),
    ...waterfall(result, timelines, look),
    ...phases(result, look),
    costAndTime(result, look),
    cold(result, look),
  ].filter((picture) => picture !== undefined)
  return ofSize(result, pictures)
}

/** Pictures that may stand on a page with those of other sizes of memory. */
export function ofSize({ scenario: { memoryMb } }: Result, pictures: readonly Picture[]): Picture[] {
  return pictures.map((picture) => (memoryMb === undefined ? picture : { ...picture, id: `${picture.id}-${memoryMb}` }))
}
