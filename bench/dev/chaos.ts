/**
 * Runs the product against everything that can go wrong, at random, for a while: `npm run bench:chaos -- [--minutes 60] [--seed N]
 * [--round N]`. Prints what was tried, how often; each round can be repeated from the seed and its number. Exit code 3: something
 * happened that must never happen.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { atExit } from '../io/at-exit.ts'
import { EXIT } from '../cli/exit-code.ts'
import { benchmarkRound } from './chaos/benchmark-round.ts'
import { killRunning } from './chaos/command.ts'
import { createDraws, type Draws } from './chaos/draws.ts'
import { notifierRound } from './chaos/notifier-round.ts'
import { resultsRound } from './chaos/results-round.ts'
import { serversRound } from './chaos/servers-round.ts'
import { createTally, type Tally } from './chaos/tally.ts'

type Round = (draws: Draws, folder: string, tally: Tally) => Promise<void>

const notifier: Round = (draws, folder, tally) => notifierRound(draws, folder, tally, draws.between(5, 200))

/** In turn, so that a short run has some of each. */
const ROUNDS: readonly (readonly [name: string, run: Round])[] = [
  ['notifier', notifier],
  ['benchmark', benchmarkRound],
  ['notifier', notifier],
  ['results', resultsRound],
  ['notifier', notifier],
  ['servers', serversRound],
]

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    iteration: { type: 'string' },
  },
})
const minutes = Number(values.minutes)
const seed = Number(values.seed)
const only = values.iteration === undefined ? undefined : Number(values.iteration)
if (!(minutes > 0) || !Number.isInteger(seed) || !(only === undefined || Number.isInteger(only))) {
  console.error('expected [--minutes N] [--seed N] [--round N]; such as: npm run bench:chaos -- --minutes 2 --seed 7')
  process.exit(EXIT.usage)
}

const tally = createTally()
const untilMs = performance.now() + minutes * 60_000
for (let iteration = only ?? 1; performance.now() < untilMs; iteration++) {
  await runRound(iteration)
  if (only !== undefined) break
}
for (const line of tally.lines()) console.log(line)
const violations = tally.violations()
for (const sentence of violations) console.log(`VIOLATION ${sentence}`)
console.log(`${violations.length} violations, seed ${seed}`)
process.exitCode = violations.length > 0 ? EXIT.thresholdFailed : EXIT.done

async function runRound(iteration: number): Promise<void> {
  const draws = createDraws('chaos', seed, iteration)
  const [name, run] = ROUNDS[(iteration - 1) % ROUNDS.length]!
  const folder = mkdtempSync(join(tmpdir(), 'utakata-chaos-'))
  const remove = () => {
    killRunning()
    rmSync(folder, { recursive: true, force: true })
  }
  const callOff = atExit(remove)
  const beganMs = performance.now()
  const before = tally.violations().length
  try {
    await run(draws, folder, tally)
  } catch (error) {
    tally.violation(`${name}: the round itself failed: ${(error as Error).stack}`)
  } finally {
    remove()
    callOff()
  }
  tally.count(`rounds: ${name}`)
  const found = tally.violations().slice(before)
  console.error(`round ${iteration}: ${name}, ${Math.round((performance.now() - beganMs) / 1000)} s`)
  for (const sentence of found) console.error(`  VIOLATION in round ${iteration}: ${sentence}`)
}
