/**
 * Measures our strategies and the same job in Go, interleaved in one run, and compares the ratios with their targets:
 * `npm run bench:peer -- --peer DIR [--only ROW]... [--reps N]`, DIR being a Go program with its mock. Exit code 3: a target missed.
 */
import { collect } from '../cli/options.ts'
import { currentLoad, describeEnvironment } from '../trial/environment.ts'
import { wrap } from '../report/table.ts'
import { runTool, temporaryFolder, untilInterrupted, wholeNumber } from './harness/harness.ts'
import { runContest, WARM_UPS } from './peer/contest.ts'
import { buildPeer, startMock } from './peer/go.ts'
import { EVERY, ROWS, rowsNamed } from './peer/rows.ts'
import { drawPeerReport, type Runs } from './peer/table.ts'

const WIDTH = 100

interface PeerOptions {
  readonly peer: string
  readonly only: readonly string[]
  readonly reps: number
}

async function compareWithPeer({ peer, only, reps: iterations }: PeerOptions): Promise<void> {
  const rows = rowsNamed(only)
  const results = new Map<string, Runs | Error>()
  await untilInterrupted('Stopping: what is finished is reported. Again to stop at once.', async (signal) => {
    using built = temporaryFolder('peer')
    console.error(`Building the Go peer of ${peer}`)
    const go = await buildPeer(peer, built.path, signal)
    printHeading(go, iterations)
    await using mock = await startMock(built.path, signal)
    for (const contest of new Set(rows.map((row) => row.contest))) {
      const plan = { iterations, mock, built: built.path, signal }
      const runs = await runContest(contest, plan).catch((error: Error) => error)
      signal.throwIfAborted()
      // One contest that breaks off costs its own rows only.
      results.set(contest.name, runs)
    }
  })
  const { lines, exitCode } = drawPeerReport(rows, results)
  if (results.size > 0) console.log(`\n${lines.join('\n')}`)
  process.exitCode ||= exitCode
}

function printHeading(go: string, iterations: number): void {
  const { node, cores, revision } = describeEnvironment()
  const sentences = [
    `Ours over Go, ${iterations} repetitions: in each every variant runs once, alone, in a fresh order. Medians of the repetitions' ratios (least to most), of CPU (user and system) and of peak RSS.`,
    `Ours: a warm child per strategy, kept over the repetitions after ${WARM_UPS} warm-up runs. Go: compiled, a fresh process per repetition, the second of its two runs. One feed in ${EVERY} has an event that is due.`,
    `Node ${node}, ${go}, ${cores} cores, load ${currentLoad()}, revision ${revision}.`,
  ]
  console.log(sentences.flatMap((sentence) => wrap(sentence, WIDTH)).join('\n'))
}

await runTool('bench:peer', 'Compare the strategies with the same job in Go', (tool) =>
  tool
    .requiredOption('--peer <folder>', 'a Go program with its mock, such as ../shared/peer-go')
    .option('--only <row>', `may be repeated: ${ROWS.map(({ name }) => name).join(', ')} (default: all)`, collect, [])
    .option('--reps <number>', 'how often each variant runs', wholeNumber('--reps'), 5)
    .action(compareWithPeer),
)
