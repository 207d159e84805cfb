import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../../cli/exit-code.ts'
import { startLoopbackServer } from '../../run/lab/access/loopback-server.ts'
import type { Messages } from '../../report/messages/messages.ts'
import type { SelectionCriteria } from '../../judge/selection-criteria.ts'
import type { RunSoFar, SweepSoFar } from '../../live/page.ts'
import { createLiveApp, drawnOnce } from '../../live/server.ts'
import { watchRun } from '../../live/viewer-pauses.ts'
import { createViewers } from '../../live/viewers.ts'
import { UserError } from '../../io/user-error.ts'
import { untilInterrupt } from '../../cli/interrupt.ts'
import { openPage } from '../results/open-page.ts'
import { RESULT_FILES, TRIALS_FILE } from '../results/result-files.ts'
import { print } from '../../cli/print.ts'
import type { Io } from '../../cli/io.ts'
import { problemText } from '../../report/messages/problems.ts'
import { announcementTexts, stoppingTexts } from '../../report/messages/commands.ts'
import { summarizeSweep } from '../../judge/sweep/summarize.ts'
import { readTrialsAfter, type Trial, type TrialsRead } from '../../trial/trial.ts'
import { cellIn, isSweepFolder, readCell, readRecord } from '../sweep/folder.ts'

/** How long browsers are waited for: long enough to draw, and far less than the run waits for this process. */
const PATIENCE_MS = 1500

export interface ServeOptions {
  readonly io: Io
  readonly folder: string
  readonly criteria: SelectionCriteria
  readonly messages: Messages
  readonly port: number
  readonly open: boolean
  /** The page of what is finished. */
  readonly drawPage: () => Promise<string>
}

/** `utakata report --serve`: the page on loopback until Ctrl-C, live while something is measured into the folder. Gives the exit code. */
export async function serveReport(options: ServeOptions): Promise<number> {
  const { folder, criteria, messages, port, open, drawPage, io } = options
  const viewers = createViewers(PATIENCE_MS)
  const soFar = followRun(folder, criteria)
  let name = folder
  let trouble: string | undefined
  // What draws is loaded in a pause too.
  const drawing = () => import('../../live/page.ts')
  let isLive = true
  const watched = await watchRun(folder, {
    async pause(below) {
      if (viewers.count() === 0) return
      let run: RunSoFar
      try {
        run = soFar(below)
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        // Somebody works in that folder; the run goes on, and so does its page with what comes next.
        const text = problemText(error.problem)
        if (text !== trouble) print(`utakata: ${text}`, io.stderr)
        trouble = text
        return
      }
      name = run.sweep?.record.name ?? run.trials[0]?.scenario.name ?? folder
      await viewers.show((await drawing()).drawLive(run, messages))
    },
    over() {
      isLive = false
      viewers.over()
    },
  })
  const page = drawnOnce(() => stateOf(folder), drawPage)
  if (!watched) {
    isLive = false
    // What is refused is refused before anybody requests it.
    await page()
  }
  const app = createLiveApp({
    viewers,
    isLive: () => isLive,
    livePage: async (shown) => (await drawing()).drawLivePage(name, shown, messages),
    page,
  })
  const server = await startLoopbackServer(port, (request) => app.fetch(request)).catch((error: Error) => {
    throw new UserError(
      'loopback-port-taken',
      { port, system: (error as NodeJS.ErrnoException).code! },
      { cause: error },
    )
  })
  const address = `http://127.0.0.1:${server.port}/`
  await untilInterrupt(stoppingTexts.plain, io, async () => {
    print(address, io.stdout)
    print(announcementTexts.serving(isLive), io.stderr)
    if (open) await openPage(address, io)
  })
  watched?.stop()
  await server.close()
  return EXIT.done
}

/** When the files that a page is made of were written, those of the cells of a sweep too. */
function stateOf(folder: string): string {
  const cells = join(folder, 'cells')
  const folders = [folder, ...(existsSync(cells) ? readdirSync(cells).map((name) => join(cells, name)) : [])]
  return folders
    .flatMap((one) => RESULT_FILES.map((name) => statSync(join(one, name), { throwIfNoEntry: false })))
    .map((stats) => (stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : ''))
    .join('\n')
}

/** Those of more would take longer to judge than a run waits for whoever watches it. */
const MAX_CELLS = 30

const BEGINNING: TrialsRead = { endByte: 0, number: 0 }

/** Reads at each call what goes on in a folder; `below`: the folder within it in which a sweep measures. */
export function followRun(folder: string, criteria: SelectionCriteria): (below: string) => RunSoFar {
  const trialsIn = followTrials()
  const sweepAt = followSweep(folder, criteria)
  return (below) => {
    const trials = trialsIn(join(folder, below, TRIALS_FILE))
    return { trials, criteria, ...(isSweepFolder(folder) && { sweep: sweepAt(below) }) }
  }
}

/** The results of other cells change only when another one is measured. */
function followSweep(folder: string, criteria: SelectionCriteria): (below: string) => SweepSoFar {
  let last: { readonly below: string; readonly sweep: SweepSoFar } | undefined
  return (below) => {
    if (last?.below === below) return last.sweep
    const record = readRecord(folder)
    const cell = cellIn(record, below)
    const measured = record.cells.flatMap((one) => {
      const read = one === cell || record.cells.length > MAX_CELLS ? undefined : readCell(folder, one)
      return read ? [{ cell: one, trials: read.trials }] : []
    })
    const others = summarizeSweep(record, measured, criteria)
    const sweep = { record, cell, ...(others.cells.length > 0 && { others }) }
    last = { below, sweep }
    return sweep
  }
}

/** The trials of a file that grows, as far as they go: each call for the same file reads only what was written since the last. */
export function followTrials(): (file: string) => readonly Trial[] {
  let followed = ''
  let trials: Trial[] = []
  let last = BEGINNING
  return (file) => {
    if (file !== followed) [followed, trials, last] = [file, [], BEGINNING]
    if (!existsSync(file)) return trials
    // The last line may be half written.
    const more = readTrialsAfter(file, last)
    last = more.last
    for (const trial of more.trials) trials.push(trial)
    return trials
  }
}
