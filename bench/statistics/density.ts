import { extentOf } from './extent.ts'
import { quantile } from './quantile.ts'

/** A point of a smoothed histogram: how dense values are around `at`, in shares of all of them a unit. */
export interface DensityPoint {
  readonly at: number
  readonly density: number
}

/**
 * The density of a sample at evenly spaced places, its ends three bandwidths beyond the values: a Gaussian kernel with
 * 0.9 min(s, IQR / 1.34) n^(-1/5). `values`: at least 1, finite, in any order; of values that are all the same the bandwidth is
 * `least`, above 0, and it is never below that.
 * Throws RangeError for no value, one that is not finite, fewer than 2 places, and a `least` that is not above 0.
 * Source: Silverman, Density Estimation for Statistics and Data Analysis (1986), eq. 3.31.
 */
export function densityOf(
  values: readonly number[],
  { places, least: leastBandwidth }: { readonly places: number; readonly least: number },
): DensityPoint[] {
  const stray = values.find((value) => !Number.isFinite(value))
  if (values.length === 0 || stray !== undefined)
    throw new RangeError(`densityOf: expected finite values, given ${stray ?? 'none'}`)
  if (!(places >= 2)) throw new RangeError(`densityOf: expected at least 2 places, given ${places}`)
  if (!(leastBandwidth > 0))
    throw new RangeError(`densityOf: expected a least bandwidth above 0, given ${leastBandwidth}`)
  const bandwidth = Math.max(leastBandwidth, bandwidthOf(values))
  const [least, greatest] = extentOf(values)
  const from = least - 3 * bandwidth
  const step = (greatest + 3 * bandwidth - from) / (places - 1)
  return Array.from({ length: places }, (_, place) => {
    const at = from + place * step
    const sum = values.reduce((total, value) => total + Math.exp(-0.5 * ((at - value) / bandwidth) ** 2), 0)
    return { at, density: sum / (values.length * bandwidth * Math.sqrt(2 * Math.PI)) }
  })
}

function bandwidthOf(values: readonly number[]): number {
  const count = values.length
  if (count < 2) return 0
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1))
  const middleHalf = (quantile(values, 0.75) - quantile(values, 0.25)) / 1.34
  return 0.9 * (middleHalf > 0 ? Math.min(spread, middleHalf) : spread) * count ** -0.2
}
