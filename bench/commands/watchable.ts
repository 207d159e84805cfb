import { announceGaps, type Gaps } from '../live/gaps.ts'
import { tell } from '../cli/print.ts'

/** Of what nobody can watch. */
const NONE: Gaps & Disposable = { open: async () => {}, nowMs: () => performance.now(), [Symbol.dispose]() {} }

/** Lets what is measured into a folder be watched; where that cannot be it is said, and goes on unwatched. */
export async function watchable(folder: string): Promise<Gaps & Disposable> {
  try {
    return await announceGaps(folder)
  } catch (error) {
    tell(`utakata: this run cannot be watched (${(error as NodeJS.ErrnoException).code})`, process.stderr)
    return NONE
  }
}
