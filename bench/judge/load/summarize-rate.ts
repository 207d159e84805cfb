import { ENGLISH } from '../../report/messages/english.ts'
import type { Language } from '../../report/messages/language.ts'
import type { Trial } from '../../trial/trial.ts'
import { isComparison, type Verdict, withheld } from '../verdict.ts'
import { wordIn } from '../../report/format.ts'
import { isLate } from '../final-verdict.ts'
import { aaCheckOf, isFit as isFitBy, sensitivityCheckOf } from '../controls.ts'
import { adviseOnRate } from './rate-advice.ts'
import { rateVariant } from './rate-variant.ts'
import { isScheduled, discardedBlocks, wholeBlocks } from './rate-blocks.ts'
import { checkOutput, type OutputCheck } from './rate-output.ts'
import { RATE_SCHEMA, type RateVariant, type RateResult } from './rate-result.ts'

/** Judges jobs on a schedule from their trials; its sentences are in the language that is given. Throws where trials cannot be compared, or no block is whole. */
export function summarizeRate(all: readonly Trial[], language: Language = ENGLISH): RateResult {
  const first = all.find(isScheduled)
  if (!first) throw new Error('expected jobs on a schedule, got none')
  const { scenario } = first
  const other = all.find((trial) => trial.scenario.digest !== scenario.digest)
  if (other)
    throw new Error(
      `expected trials of one scenario and one schedule, got ${scenario.name} (${scenario.digest}) and ${other.scenario.name} (${other.scenario.digest})`,
    )
  const whole = wholeBlocks(all)
  if (whole.length === 0) throw new Error('expected a fork in which every strategy did all its jobs, got none')
  const { everyMs } = first.arrival
  const planned = scenario.looks?.at(-1)
  const look = planned && whole.length >= planned.blocks ? planned : undefined
  const which = new Set(whole.map(({ block }) => block))
  const cold = all.filter(
    ({ phase, block, discarded: discarded }) => phase === 'cold' && which.has(block) && discarded === undefined,
  )
  const told = [...whole.flatMap(({ jobs }) => [...jobs.values()].flat()), ...cold]
  const output = checkOutput(told, scenario.reference)
  const perVariant = scenario.variants.map((variant) =>
    rateVariant(variant, {
      blocks: whole,
      cold: cold.filter((trial) => trial.variant === variant),
      scenario,
      look,
      everyMs,
    }),
  )
  const controlled = { variants: perVariant, scenario, isJudged: look !== undefined, unit: 'fork' } as const
  const [aaCheck, sensitivityCheck] = [aaCheckOf(controlled, language), sensitivityCheckOf(controlled, language)]
  const isFit = isFitBy({ aaCheck, sensitivityCheck })
  const last = all.at(-1)!
  const result: Omit<RateResult, 'advice' | 'exitCode'> = {
    schema: RATE_SCHEMA,
    kind: 'rate',
    scenario,
    environment: last.environment,
    feeds: all.reduce((most, { feeds }) => Math.max(most, feeds), 0),
    everyMs,
    jobs: scenario.iterations,
    blocks: whole.length,
    trials: all.length,
    elapsedMs: Date.parse(last.beganAt) + last.makespanMs - Date.parse(all[0]!.beganAt),
    beganAt: all[0]!.beganAt,
    ...(look && { look }),
    variants: perVariant.map((variant) => withWords(variant, { variants: perVariant, output, isFit, language })),
    aaCheck,
    sensitivityCheck,
    deliveries: output.deliveries,
    throttled: told.reduce((sum, { deliveries }) => sum + deliveries.throttled, 0),
    discardedBlocks: [...discardedBlocks(all)].map(([block, why]) => language.say`fork ${block}: ${why}`),
  }
  return { ...result, advice: adviseOnRate(result, isFit, language), exitCode: exitCodeOf(result) }
}

interface Gate {
  readonly variants: readonly RateVariant[]
  readonly output: OutputCheck
  readonly isFit: boolean
  readonly language: Language
}

/** What stands before any word, on latency and on the pace: right output, no failed job, a mock server that keeps up. */
function withWords(variant: RateVariant, { variants, output, isFit, language }: Gate): RateVariant {
  const reference = variants.find(({ role }) => role === 'reference')!
  const { pace, verdict, ...rest } = variant
  const barred = barFor(variant, output, language)
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

function barFor(result: RateVariant, { wrong }: OutputCheck, { say }: Language): Verdict | undefined {
  const { variant, failed } = result
  const wrongRuns = wrong.get(variant)
  if (wrongRuns !== undefined)
    return { word: 'wrong output', because: say`${wrongRuns} of ${failed.of} runs told people something else` }
  if (failed.trials > 0) return { word: 'unreliable', because: say`${failed.trials} of ${failed.of} failed` }
  return isLate(result) ? { word: 'server-bound' } : undefined
}

function exitCodeOf({ variants, deliveries, look }: Omit<RateResult, 'advice' | 'exitCode'>): RateResult['exitCode'] {
  if (!deliveries.same || variants.some(({ verdict }) => verdict?.word === 'wrong output')) return 2
  const isSaid = ({ role, pace, verdict }: RateVariant) =>
    ((role === 'reference' || role === 'candidate') && pace && pace.word !== 'undecided') ||
    (role === 'candidate' && verdict && isComparison(verdict) && verdict.word !== 'undecided')
  return look && variants.some(isSaid) ? 0 : 5
}
