import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { print } from '../../cli/print.ts'
import type { Io } from '../../cli/io.ts'
import { noticeTexts } from '../../report/messages/commands.ts'

/** What cannot open anything says so at once; what goes on for longer has opened something. */
const PATIENCE_MS = 2000

/** Opens a page, a file or an address, in whatever the machine opens pages in; where that cannot be done it is said. */
export async function openPage(page: string, io: Io): Promise<void> {
  const target = /^https?:/.test(page) ? page : resolve(page)
  const { default: open } = await import('open')
  const why = await open(target).then(failureOf, (error: Error) => error.message)
  if (why !== undefined) print(noticeTexts.unopened(target, why), io.stderr)
}

async function failureOf(child: ChildProcess): Promise<string | undefined> {
  const ended = once(child, 'exit').then(
    ([code]) => (code === 0 ? undefined : noticeTexts.openerEnded(Number(code))),
    (error: Error) => error.message,
  )
  const why = child.exitCode === null ? await Promise.race([ended, sleep(PATIENCE_MS)]) : await ended
  child.unref()
  return why ?? undefined
}
