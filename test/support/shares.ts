import { wilsonInterval } from '../../bench/statistics/wilson.ts'

/** A share of simulated benchmarks, with what the truth behind it may be at 95%; it is printed, too. */
export function printedShare(what: string, count: number, of: number) {
  const share = count / of
  const { low, high } = wilsonInterval(count, of)
  const percent = (part: number) => `${(part * 100).toFixed(2)}%`
  console.log(`${what}: ${count} of ${of} (${percent(share)}; 95%: ${percent(low)} to ${percent(high)})`)
  return { share, low, high }
}
