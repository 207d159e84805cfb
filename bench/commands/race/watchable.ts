import { announceViewerPauses, type ViewerPauses } from '../../live/viewer-pauses.ts'
import { print } from '../../cli/print.ts'
import type { Io } from '../../cli/io.ts'
import { noticeTexts } from '../../report/messages/commands.ts'

/** Of what nobody can watch. */
const NONE: ViewerPauses & Disposable = { open: async () => {}, nowMs: () => performance.now(), [Symbol.dispose]() {} }

/** Lets what is measured into a folder be watched; where that cannot be it is said, and goes on unwatched. */
export async function watchable(folder: string, io: Io): Promise<ViewerPauses & Disposable> {
  try {
    return await announceViewerPauses(folder)
  } catch (error) {
    print(noticeTexts.unwatchable(String((error as NodeJS.ErrnoException).code)), io.stderr)
    return NONE
  }
}
