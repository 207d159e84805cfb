import { ENGLISH } from '../../report/messages/english.ts'
import type { Language } from '../../report/messages/language.ts'
import type { Trial } from '../../trial/trial.ts'
import { isComparison, type Verdict, withheld } from '../verdict.ts'
import { wordIn } from '../../report/format.ts'
import { isLate } from '../final-verdict.ts'
import { guardOf, isFit as isFitBy, plantedOf } from '../guards.ts'
import { adviseOnRate } from './rate-advice.ts'
import { rateArm } from './rate-arm.ts'
import { isScheduled, voidForks, wholeForks } from './rate-forks.ts'
import { checkOutput, type OutputCheck } from './rate-output.ts'
import { RATE_SCHEMA, type RateArm, type RateResult } from './rate-result.ts'

/** Judges jobs on a schedule from their trials; its sentences are in the language that is given. Throws where trials cannot be compared, or no fork is whole. */
export function summarizeRate(all: readonly Trial[], language: Language = ENGLISH): RateResult {
  const first = all.find(isScheduled)
  if (!first) throw new Error('expected jobs on a schedule, got none')
  const { scenario } = first
  const other = all.find((trial) => trial.scenario.digest !== scenario.digest)
  if (other)
    throw new Error(
      `expected trials of one scenario and one schedule, got ${scenario.name} (${scenario.digest}) and ${other.scenario.name} (${other.scenario.digest})`,
    )
  const whole = wholeForks(all)
  if (whole.length === 0) throw new Error('expected a fork in which every strategy did all its jobs, got none')
  const { everyMs } = first.arrival
  const planned = scenario.looks?.at(-1)
  const look = planned && whole.length >= planned.forks ? planned : undefined
  const which = new Set(whole.map(({ fork }) => fork))
  const cold = all.filter(
    ({ phase, fork, void: spoilt }) => phase === 'cold' && which.has(fork) && spoilt === undefined,
  )
  const told = [...whole.flatMap(({ jobs }) => [...jobs.values()].flat()), ...cold]
  const output = checkOutput(told, scenario.reference)
  const perArm = scenario.arms.map((arm) =>
    rateArm(arm, { forks: whole, cold: cold.filter((trial) => trial.arm === arm), scenario, look, everyMs }),
  )
  const guarded = { arms: perArm, scenario, isJudged: look !== undefined, unit: 'fork' } as const
  const [guard, planted] = [guardOf(guarded, language), plantedOf(guarded, language)]
  const isFit = isFitBy({ guard, planted })
  const last = all.at(-1)!
  const result: Omit<RateResult, 'advice' | 'exitCode'> = {
    schema: RATE_SCHEMA,
    kind: 'rate',
    scenario,
    environment: last.environment,
    feeds: all.reduce((most, { feeds }) => Math.max(most, feeds), 0),
    everyMs,
    jobs: scenario.rounds,
    forks: whole.length,
    trials: all.length,
    elapsedMs: Date.parse(last.beganAt) + last.makespanMs - Date.parse(all[0]!.beganAt),
    beganAt: all[0]!.beganAt,
    ...(look && { look }),
    arms: perArm.map((arm) => withWords(arm, { arms: perArm, output, isFit, language })),
    guard,
    planted,
    ledger: output.ledger,
    throttled: told.reduce((sum, { ledger }) => sum + ledger.throttled, 0),
    voidForks: [...voidForks(all)].map(([fork, why]) => language.say`fork ${fork}: ${why}`),
  }
  return { ...result, advice: adviseOnRate(result, isFit, language), exitCode: exitCodeOf(result) }
}

interface Gate {
  readonly arms: readonly RateArm[]
  readonly output: OutputCheck
  readonly isFit: boolean
  readonly language: Language
}

/** What stands before any word, on latency and on the pace: right output, no failed job, a mock server that keeps up. */
function withWords(arm: RateArm, { arms, output, isFit, language }: Gate): RateArm {
  const reference = arms.find(({ role }) => role === 'reference')!
  const { pace, verdict, ...rest } = arm
  const barred = barFor(arm, output, language)
  if (barred) return { ...rest, verdict: barred }
  const paced = { ...rest, ...(pace && { pace }) }
  if (!rest.ratio) return paced
  // Whoever cannot be compared may keep up all the same.
  const bar = barFor(reference, output, language)
  if (bar?.word === 'server-bound') return { ...paced, verdict: bar }
  if (bar)
    return {
      ...paced,
      verdict: { word: 'unreliable', because: language.say`the reference: ${wordIn(bar.word, language)}` },
    }
  if (!verdict) return paced
  return { ...paced, verdict: isFit ? verdict : withheld(verdict) }
}

function barFor(result: RateArm, { wrong }: OutputCheck, { say }: Language): Verdict | undefined {
  const { arm, failed } = result
  const wrongRuns = wrong.get(arm)
  if (wrongRuns !== undefined)
    return { word: 'wrong output', because: say`${wrongRuns} of ${failed.of} runs told people something else` }
  if (failed.trials > 0) return { word: 'unreliable', because: say`${failed.trials} of ${failed.of} failed` }
  return isLate(result) ? { word: 'server-bound' } : undefined
}

function exitCodeOf({ arms, ledger, look }: Omit<RateResult, 'advice' | 'exitCode'>): RateResult['exitCode'] {
  if (!ledger.same || arms.some(({ verdict }) => verdict?.word === 'wrong output')) return 2
  const isSaid = ({ role, pace, verdict }: RateArm) =>
    ((role === 'reference' || role === 'candidate') && pace && pace.word !== 'undecided') ||
    (role === 'candidate' && verdict && isComparison(verdict) && verdict.word !== 'undecided')
  return look && arms.some(isSaid) ? 0 : 5
}
