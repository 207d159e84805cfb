import { EXIT } from '../cli/exit-code.ts'
import type { Plan } from '../plan/plan.ts'
import { estimateVariants } from '../run/local/estimate.ts'
import { counted } from '../report/messages/formats.ts'
import { formatDuration } from '../report/format.ts'
import { hasWholeIteration } from '../judge/comparison/iterations.ts'
import { isSettled } from '../judge/comparison/stopping.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { headingOf } from '../scenario/scenario.ts'
import { type PlanOptions, requestedPlan, requestedSweep } from './race/bench-plan.ts'
import { addedReference, costliestStrategy, type Requested } from './race/said-before.ts'
import { toItsEnd } from '../cli/interrupt.ts'
import { takeFolder } from './results/folder.ts'
import { gateCommand } from './gate/gate.ts'
import { checkGatable, type GateOptions, isGated } from './gate/options.ts'
import { parsePercent } from '../cli/values.ts'
import { raceInto } from './race/race-into.ts'
import { writeReports } from './report/report.ts'
import { sweepCommand } from './sweep/sweep.ts'
import { print } from '../cli/print.ts'
import { type LoggerOptions, loggerOf } from '../cli/logger.ts'
import { parseCriteria, type CriteriaOptions } from './results/criteria.ts'
import type { Io } from '../cli/io.ts'
import { announcementTexts, noticeTexts, rangeText } from '../report/messages/commands.ts'

export interface BenchOptions extends CriteriaOptions, PlanOptions, GateOptions, LoggerOptions {
  readonly precision?: string
  readonly output?: string
  readonly json?: boolean
}

export interface BenchSurroundings {
  /** What measures a plan into a folder: on this machine by default. */
  readonly race?: typeof raceInto
}

/** `utakata bench`: measures, writes each trial as it ends, and reports even when interrupted. Gives the exit code. */
export async function benchCommand(
  name: string,
  options: BenchOptions,
  io: Io,
  { race = raceInto }: BenchSurroundings = {},
): Promise<number> {
  const criteria = parseCriteria(options)
  const precision = options.precision === undefined ? Infinity : parsePercent(options.precision, '--precision')
  const swept = await requestedSweep(name, options, io)
  checkGatable(options, swept !== undefined)
  const requested = { name, options, cwd: io.cwd }
  if (swept)
    return await sweepCommand(
      {
        ...swept,
        requested,
        ...(options.output !== undefined && { output: options.output }),
        isSettled: (trials) => isSettled(summarize(trials, criteria), precision),
      },
      options,
      io,
    )
  const plan = await requestedPlan(name, options, io)
  if (isGated(options)) return await gateCommand(plan, options, io, { announce })
  using folder = takeFolder(options.output, plan.scenario, io)
  const logger = loggerOf(options, io.stderr)
  for (const sentence of await announce(plan, requested)) logger.note(sentence)
  const { trials, stopped } = await race(folder, plan, {
    io,
    logger,
    goOn: (soFar, elapsedMs) => elapsedMs < plan.budgetMs && !isSettled(summarize(soFar, criteria), precision),
  })
  if (!hasWholeIteration(trials)) {
    print(noticeTexts.noIteration, io.stderr)
    return stopped ?? EXIT.cannotJudge
  }
  const exitCode = await toItsEnd(io, () => writeReports(folder, { trials: [...trials], warnings: [] }, options, io))
  return stopped ?? exitCode
}

/** `requested`: what of a command without its costliest strategy is as it was. */
async function announce(plan: Plan, requested?: Requested): Promise<string[]> {
  const { scenario, variants, looks, budgetMs } = plan
  const times = await estimateVariants(plan)
  const blockMs = times.reduce((sum, { ms }) => sum + ms, 0)
  const [least, most] = [looks[0]!.blocks, looks.at(-1)!.blocks]
  const longestMs = Math.min(blockMs * most, Math.max(blockMs * least, budgetMs))
  const time = rangeText(least, most, (blocks) => formatDuration(blockMs * blocks))
  return [
    headingOf(scenario),
    announcementTexts.benchmark(
      variants.map(({ name }) => name),
      rangeText(least, most),
      counted(scenario.plan.iterations, 'iteration'),
      time,
    ),
    ...addedReference(scenario),
    ...(requested ? costliestStrategy(times, { longestMs, scenario, requested }) : []),
  ]
}
