import { permuted, trafficDraws } from '../../../mock-server/draws.ts'
import type { ObservedExchange } from '../../../mock-server/traffic.ts'
import { criticalFactor, kolmogorovSmirnov, type TwoSampleTest } from '../../statistics/kolmogorov-smirnov.ts'
import { drawnQuantile } from '../../statistics/quantile.ts'
import type { ScenarioWorld } from '../scenario.ts'

/** How a world that is learned from one half of some exchanges stands to both halves. */
export interface Fit {
  /** Of each half. */
  readonly exchanges: number
  readonly draws: number
  readonly quantiles: readonly FittedQuantile[]
  /** The draws against the half that they were not learned from. */
  readonly other: TwoSampleTest
  /** The same, had that half been 30% slower. */
  readonly slower: TwoSampleTest
}

interface FittedQuantile {
  readonly share: number
  readonly learnedMs: number
  /** The exchanges next to it: a percentile of a sample is not known any better. */
  readonly besideMs: readonly [lower: number, upper: number]
  readonly drawnMs: number
  readonly otherMs: number
  /** By how much what is drawn may differ from what was learned from, as a share. */
  readonly most: number
}

const DRAWS = 10_000
const SLOWER = 1.3
const FIT_ALPHA = 0.01
const QUANTILES = [
  { share: 0.5, most: 0.02 },
  { share: 0.9, most: 0.02 },
  { share: 0.99, most: 0.05 },
]

export function isFaithful({ quantiles }: Fit): boolean {
  return quantiles.every(
    ({ besideMs: [lower, upper], drawnMs, most }) => drawnMs >= lower * (1 - most) && drawnMs <= upper * (1 + most),
  )
}

/**
 * Learns the delays of a world from one half of the fetches, draws from it as its mock server would, and holds that against both halves. The
 * halves are of the same hosts, host by host.
 */
export function fitOf(fetches: readonly ObservedExchange[], world: ScenarioWorld): Fit {
  const [learned, other] = halvesOf(fetches.filter(({ failed }) => failed === undefined))
  const draws = trafficDraws(world, learned)
  const { count } = world.items
  const drawn = Float64Array.from({ length: DRAWS }, (_, nth) => {
    const at = { block: 'f1', iteration: `r${Math.floor(nth / count)}` }
    return draws.fetch(at, nth % count, 0).delayMs
  })
  const [learnedMs, otherMs] = [learned, other].map((half) => half.map(({ delayMs }) => delayMs)) as [
    number[],
    number[],
  ]
  // The draws say no more than what they were learned from.
  const sizes = [Math.min(DRAWS, learned.length), other.length] as const
  return {
    exchanges: learned.length,
    draws: DRAWS,
    quantiles: QUANTILES.map(({ share, most }) => ({
      share,
      most,
      ...percentileOf(learnedMs, share),
      drawnMs: drawnQuantile(drawn, share),
      otherMs: drawnQuantile(otherMs, share),
    })),
    other: kolmogorovSmirnov(drawn, otherMs, FIT_ALPHA, sizes),
    slower: kolmogorovSmirnov(
      drawn,
      otherMs.map((ms) => ms * SLOWER),
      FIT_ALPHA,
      sizes,
    ),
  }
}

function percentileOf(values: readonly number[], share: number): Pick<FittedQuantile, 'learnedMs' | 'besideMs'> {
  const beside = (places: number) => drawnQuantile(values, Math.min(1, Math.max(0, share + places / values.length)))
  return { learnedMs: beside(0), besideMs: [beside(-1), beside(1)] }
}

/** Half of the exchanges of each host, in a shuffled order: jobs that ask for two things in turn would else have one in each half. */
function halvesOf(fetches: readonly ObservedExchange[]): [ObservedExchange[], ObservedExchange[]] {
  const inOrder = [...Map.groupBy(fetches, ({ host }) => host)].flatMap(([host, own]) =>
    own.map((_, place) => own[permuted(place, own.length, `half ${host}`)]!),
  )
  return [inOrder.filter((_, place) => place % 2 === 0), inOrder.filter((_, place) => place % 2 === 1)]
}

/**
 * How many exchanges it takes at least for a half that is 30% slower to be told apart, by the distance that this makes in the exchanges that there
 * are, with room for the luck of the draw.
 */
export function exchangesNeeded(delaysMs: readonly number[]): number {
  if (delaysMs.length < 2) return MIN_EXCHANGES
  const { distance } = kolmogorovSmirnov(
    delaysMs,
    delaysMs.map((ms) => ms * SLOWER),
    FIT_ALPHA,
  )
  // Of two halves of n / 2 each the critical distance is twice the factor over the root of n.
  return Math.max(MIN_EXCHANGES, Math.ceil(((ROOM * 2 * criticalFactor(FIT_ALPHA)) / distance) ** 2))
}

/** Below this a percentile is the luck of one exchange. */
const MIN_EXCHANGES = 100

/** How much larger the distance is to be than the critical one. */
const ROOM = 1.5
