/**
 * How strategies of ours compare with the same job in Go: benchmarks of the scenarios in examples/go, most rows with a target.
 * `npm run bench:peer -- [--only ROW]... [--processes N] [--runs N]`; Go is needed. Exit code 3: a target is missed.
 */
import { join } from 'node:path'
import { collect } from '../cli/options.ts'
import { EXIT } from '../cli/exit-code.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { planOf } from '../plan/plan.ts'
import { MIN_PROCESSES } from '../plan/schedule.ts'
import { aaCheckText, sensitivityCheckText } from '../report/messages/controls.ts'
import { preparePrograms } from '../run/contract/programs.ts'
import { raceTrials } from '../run/local/race.ts'
import { readScenario } from '../scenario/file.ts'
import { describeEnvironment } from '../trial/environment.ts'
import { checkTargets, printTable, runTool, type Target, untilInterrupted, wholeNumber } from './harness/harness.ts'
import { type Row, rowsNamed } from './peer/rows.ts'
import { HEAD, NUMERIC, rateRow } from './peer/table.ts'

/** The results of so many runs of a row; of those that were finished, once `signal` is aborted. */
async function measure(row: Row, { processes, runs, signal }: Measuring): Promise<Result[]> {
  const results: Result[] = []
  while (results.length < runs) {
    const result = await measureOnce(row, processes, signal).catch((error: Error) => {
      if (signal.aborted) return undefined
      throw error
    })
    if (!result) break
    results.push(result)
  }
  return results
}

interface Measuring {
  readonly processes: number
  readonly runs: number
  readonly signal: AbortSignal
}

async function measureOnce({ name, file, settings }: Row, processes: number, signal: AbortSignal) {
  const scenario = readScenario(join(import.meta.dirname, '../../examples/go', file), settings)
  const digests = await preparePrograms(scenario, { signal })
  const trials = await raceTrials(planOf(scenario, { quick: false, processes, digests }), {
    signal,
    warming: (block) => console.error(`${name}: process ${block} of ${processes}`),
  })
  if (signal.aborted) return undefined
  const result = summarize(trials)
  console.error(`${name}: A/A check ${aaCheckText(result)}; sensitivity check ${sensitivityCheckText(result)}`)
  return result
}

await runTool('bench:peer', 'Compare strategies of ours with the same job in Go', (tool) =>
  tool
    .option('--only <row>', 'a row, such as 2k-100ms; may be repeated (default: all)', collect, [])
    .option('--processes <number>', 'of each variant', wholeNumber('--processes', MIN_PROCESSES), 12)
    .option('--runs <number>', 'of each row, of which the median counts', wholeNumber('--runs'), 1)
    .action(({ only, ...given }: Omit<Measuring, 'signal'> & { readonly only: readonly string[] }) =>
      untilInterrupted('Stopping: what is finished is reported. Again to stop at once.', async (signal) => {
        const cells: (readonly string[])[] = []
        const targets: Target[] = []
        for (const row of rowsNamed(only)) {
          const results = await measure(row, { ...given, signal })
          if (results.length === 0) break
          const rated = rateRow(row, results)
          cells.push(...rated.cells)
          targets.push(...rated.targets)
          // The gravest counts.
          process.exitCode =
            process.exitCode === EXIT.wrongOutput ? EXIT.wrongOutput : rated.exitCode || process.exitCode
        }
        const { node, cores, revision } = describeEnvironment()
        console.log(
          `${given.processes} processes of each variant; Node ${node}, ${cores} cores, revision ${revision}. Of several runs, the median of those whose A/A check passed and whose verdict speaks of speed.`,
        )
        printTable(HEAD, cells, NUMERIC)
        const { exitCode } = process
        if (targets.length > 0) checkTargets(targets)
        if (exitCode === EXIT.wrongOutput) process.exitCode = exitCode
      }),
    ),
)
