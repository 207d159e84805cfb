import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../exit-code.ts'
import { startLoopbackServer } from '../lab/loopback-server.ts'
import type { Language } from '../language/language.ts'
import { drawLive, drawLivePage } from '../live/page.ts'
import { createLiveApp } from '../live/server.ts'
import { createVisitors, OVER } from '../live/visitors.ts'
import { watchRace } from '../live/watch.ts'
import { readTrials, type Trial } from '../trial.ts'
import { UsageError } from '../usage-error.ts'
import { untilInterrupt } from './interrupt.ts'
import { openPage } from './open-page.ts'
import { TRIALS_FILE } from './result-files.ts'
import { tell } from './tell.ts'

export interface ServeOptions {
  readonly folder: string
  readonly language: Language
  readonly port: number
  readonly open: boolean
  /** The page of what is finished. */
  readonly drawPage: () => Promise<string>
}

/** `utakata report --serve`: the page on loopback until Ctrl-C, live while a race goes on in the folder. Gives the exit code. */
export async function serveReport({ folder, language, port, open, drawPage }: ServeOptions): Promise<number> {
  const visitors = createVisitors()
  let isLive = true
  const watched = await watchRace(folder, {
    async gap() {
      if (visitors.count() === 0) return
      await visitors.send({ is: 'round', html: drawLive(trialsIn(folder), language) })
      await visitors.letIn()
    },
    over() {
      isLive = false
      void visitors.send(OVER)
      void visitors.letIn()
    },
  })
  if (!watched) isLive = false
  // What is refused is refused before anybody asks for it.
  if (!isLive) await drawPage()
  const page = async () => (isLive ? drawLivePage(trialsIn(folder), language) : await drawPage())
  const app = createLiveApp({ visitors, isLive: () => isLive, page })
  const server = await startLoopbackServer(port, (request) => app.fetch(request)).catch((error: Error) => {
    throw new UsageError(
      `--port: expected a free port of this machine, got ${port}, which cannot be had (${(error as NodeJS.ErrnoException).code}); leave --port away to take a free one`,
      { cause: error },
    )
  })
  const address = `http://127.0.0.1:${server.port}/`
  await untilInterrupt('Stopping.', async () => {
    tell(address)
    tell(
      isLive ? 'The race goes on: its page comes with the end of a round. Until Ctrl-C.' : 'Until Ctrl-C.',
      process.stderr,
    )
    if (open) await openPage(address)
  })
  watched?.stop()
  await server.close()
  return EXIT.done
}

/** As far as they go. */
function trialsIn(folder: string): Trial[] {
  const file = join(folder, TRIALS_FILE)
  try {
    return existsSync(file) ? readTrials(file).trials : []
  } catch {
    // There is not one whole line yet.
    return []
  }
}
