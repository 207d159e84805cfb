import type { CalendarJob, Work } from '../../strategies/job.ts'
import { createWork as createRealWork, type WorkOptions } from '../../strategies/work.ts'

/** The real work, whose feeds come at once, without a server, each with one event of its own at the start of the window. */
export function createWork(job: CalendarJob, options: WorkOptions): Work {
  const start = new Date(job.window.fromMs).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return {
    ...createRealWork(job, options),
    fetch: async ({ id }) =>
      Buffer.from(
        `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:${id}\r\nSUMMARY:${id}\r\nDTSTART:${start}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
      ),
  }
}
