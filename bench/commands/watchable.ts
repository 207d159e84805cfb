import { announceViewerPauses, type ViewerPauses } from '../live/viewer-pauses.ts'
import { tell } from '../cli/print.ts'

/** Of what nobody can watch. */
const NONE: ViewerPauses & Disposable = { open: async () => {}, nowMs: () => performance.now(), [Symbol.dispose]() {} }

/** Lets what is measured into a folder be watched; where that cannot be it is said, and goes on unwatched. */
export async function watchable(folder: string): Promise<ViewerPauses & Disposable> {
  try {
    return await announceViewerPauses(folder)
  } catch (error) {
    tell(`utakata: this run cannot be watched (${(error as NodeJS.ErrnoException).code})`, process.stderr)
    return NONE
  }
}
