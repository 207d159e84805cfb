/**
 * Races our strategies against the same job in Go, taking turns in one run, and holds the ratios against their targets:
 * `npm run bench:peer -- --peer DIR [--only ROW]... [--reps N]`, DIR being a Go program with its mock. Exit code 3: a target missed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onInterrupt } from '../cli/interrupt.ts'
import { currentLoad, describeEnvironment } from '../trial/environment.ts'
import { EXIT } from '../cli/exit-code.ts'
import { wrap } from '../report/table.ts'
import { UsageError } from '../io/usage-error.ts'
import { runContest, WARM_UPS } from './peer/contest.ts'
import { buildPeer, startMock } from './peer/go.ts'
import { type PeerOptions, readOptions } from './peer/options.ts'
import { EVERY } from './peer/rows.ts'
import { drawPeerReport, type Runs } from './peer/table.ts'

const WIDTH = 100

async function compareWithPeer({ folder, reps, rows }: PeerOptions): Promise<number> {
  const interrupt = onInterrupt('Stopping: what is finished is reported. Again to stop at once.')
  const { signal } = interrupt
  const say = (sentence: string) => console.error(sentence)
  const built = mkdtempSync(join(tmpdir(), 'utakata-peer-'))
  process.once('exit', () => rmSync(built, { recursive: true, force: true }))
  const results = new Map<string, Runs | Error>()
  try {
    say(`Building the Go peer of ${folder}`)
    const go = await buildPeer(folder, built, signal)
    const { node, cores, revision } = describeEnvironment()
    const heading = [
      `Ours over Go, ${reps} repetitions: in each every arm runs once, alone, in a fresh order. Medians of the repetitions' ratios (least to most), of CPU (user and system) and of peak RSS.`,
      `Ours: a warm child per strategy, kept over the repetitions after ${WARM_UPS} warm-up runs. Go: compiled, a fresh process per repetition, the second of its two runs. One feed in ${EVERY} has an event that is due.`,
      `Node ${node}, ${go}, ${cores} cores, load ${currentLoad()}, revision ${revision}.`,
    ]
    console.log(heading.flatMap((sentence) => wrap(sentence, WIDTH)).join('\n'))
    const mock = await startMock(built, signal)
    try {
      for (const contest of new Set(rows.map((row) => row.contest))) {
        const runs = await runContest(contest, { reps, mock, built, say }, signal).catch((error: Error) => error)
        if (signal.aborted) break
        // One contest that breaks off costs its own rows only.
        results.set(contest.name, runs)
      }
    } finally {
      await mock.stop()
    }
  } catch (error) {
    // What an abort ends is not an error.
    if (!signal.aborted) throw error
  } finally {
    interrupt.dispose()
  }
  const { lines, exitCode } = drawPeerReport(rows, results)
  if (results.size > 0) console.log(`\n${lines.join('\n')}`)
  return signal.aborted ? EXIT.interrupted : exitCode
}

try {
  process.exitCode = await compareWithPeer(readOptions(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`bench:peer: ${error.message}`)
  process.exitCode = EXIT.usage
}
