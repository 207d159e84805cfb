import type { Trial } from '../../trial/trial.ts'
import { isScheduled } from './rate-blocks.ts'
import type { RateResult } from './judgement.ts'

/** Whether the variants told people the same. */
export interface OutputCheck {
  readonly deliveries: RateResult['deliveries']
  /** By variant, how many of its runs told people something else than the reference's did, or something twice. */
  readonly wrong: ReadonlyMap<string, number>
}

/**
 * Holds runs against those of the reference: a series against a series, a cold run against a cold run. What a series told people
 * is known of the whole of it alone, so where one job of it failed nothing can be held against the others.
 */
export function checkOutput(told: readonly Trial[], reference: string): OutputCheck {
  const failed = new Set(told.filter(({ faults }) => faults.length > 0).map(seriesOf))
  const sound = told.filter((trial) => !failed.has(seriesOf(trial)))
  const modelOf = (phase: Trial['phase']) => sound.find((trial) => trial.variant === reference && trial.phase === phase)
  const models = { measured: modelOf('measured'), cold: modelOf('cold') }
  const isOther = ({ phase, deliveries }: Trial) => {
    const model = phase === 'cold' ? models.cold : models.measured
    return model !== undefined && model.deliveries.digest !== deliveries.digest
  }
  const wrong = sound.filter((trial) => isOther(trial) || trial.deliveries.duplicates > 0)
  const { digest, accepted } = models.measured?.deliveries ?? { digest: 'none', accepted: 0 }
  return {
    deliveries: {
      same: !sound.some(isOther),
      digest,
      accepted,
      duplicates: told.reduce((sum, { deliveries }) => sum + deliveries.duplicates, 0),
    },
    wrong: new Map([...Map.groupBy(wrong, ({ variant }) => variant)].map(([variant, runs]) => [variant, runs.length])),
  }
}

function seriesOf(trial: Trial): string {
  return `${trial.variant} ${trial.block} ${isScheduled(trial) ? 'series' : trial.phase}`
}
