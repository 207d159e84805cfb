/**
 * Runs the product against everything that can go wrong, at random, for a while: `npm run bench:chaos -- [--minutes 60] [--seed N]
 * [--round N]`. Prints what was tried, how often; each round can be repeated from the seed and its number. Exit code 3: something
 * happened that must never happen.
 */
import { atExit } from '../io/at-exit.ts'
import { parseAmount } from '../cli/values.ts'
import { benchmarkRound } from './chaos/benchmark-round.ts'
import { killRunning } from './chaos/command.ts'
import { notifierRound } from './chaos/notifier-round.ts'
import { resultsRound } from './chaos/results-round.ts'
import { createDraws, createTally, type Round, type Tally } from './chaos/round.ts'
import { serversRound } from './chaos/servers-round.ts'
import { expectMet, runTool, temporaryFolder, wholeNumber } from './harness/harness.ts'
import { timeMs } from './harness/interleave.ts'

/** In turn, and each of them at least once. */
const ROUNDS: readonly (readonly [name: string, run: (round: Round) => Promise<void>])[] = [
  ['notifier', notifierRound],
  ['benchmark', benchmarkRound],
  ['notifier', notifierRound],
  ['results', resultsRound],
  ['notifier', notifierRound],
  ['servers', serversRound],
]

interface ChaosOptions {
  readonly minutes: number
  readonly seed: number
  readonly round?: number
}

async function attack({ minutes, seed, round: only }: ChaosOptions): Promise<void> {
  const tally = createTally()
  const untilMs = performance.now() + minutes * 60_000
  for (let number = only ?? 1; number <= ROUNDS.length || performance.now() < untilMs; number++) {
    await runRound(seed, number, tally)
    if (only !== undefined) break
  }
  for (const line of tally.lines()) console.log(line)
  const violations = tally.violations()
  for (const sentence of violations) console.log(`VIOLATION ${sentence}`)
  console.log(`${violations.length} violations, seed ${seed}`)
  expectMet(violations.length === 0)
}

async function runRound(seed: number, number: number, tally: Tally): Promise<void> {
  const [name, run] = ROUNDS[(number - 1) % ROUNDS.length]!
  using folder = temporaryFolder('chaos')
  const callOff = atExit(killRunning)
  const before = tally.violations().length
  const tookMs = await timeMs(async () => {
    try {
      await run({ draws: createDraws('chaos', seed, number), folder: folder.path, tally })
    } catch (error) {
      tally.violation(`${name}: the round itself failed: ${(error as Error).stack}`)
    } finally {
      killRunning()
      callOff()
    }
  })
  tally.count(`rounds: ${name}`)
  console.error(`round ${number}: ${name}, ${Math.round(tookMs / 1000)} s`)
  for (const sentence of tally.violations().slice(before)) console.error(`  VIOLATION in round ${number}: ${sentence}`)
}

await runTool('bench:chaos', 'Run the product against everything that can go wrong, at random', (tool) =>
  tool
    .option('--minutes <number>', 'how long', (text) => parseAmount(text, '--minutes'), 60)
    .option('--seed <number>', 'decides what is tried', wholeNumber('--seed', 0), 1)
    .option('--round <number>', 'repeat this round alone', wholeNumber('--round'))
    .action(attack),
)
