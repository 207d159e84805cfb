import type { WorkModule } from '../../bench/run/contract/running.ts'
import type { CalendarJob, Work } from '../../strategies/job.ts'
import type { WorkOptions } from '../../strategies/work.ts'

/** Takes the work from a file beside this one, which exports `createWork`. */
export function workIn<Extra>(
  file: string,
  { createWork }: { createWork: (job: CalendarJob, options: WorkOptions & Extra) => Work },
): WorkModule<Extra> {
  return { createWork, module: new URL(file, import.meta.url).href }
}
