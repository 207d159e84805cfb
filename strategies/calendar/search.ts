/** The place of the last of `sorted` that is less than `limit`, -1 for none: there may be hundreds of thousands. */
export function lastLess(sorted: readonly number[], limit: number): number {
  let [first, end] = [0, sorted.length]
  while (first < end) {
    const middle = (first + end) >> 1
    if (sorted[middle]! < limit) first = middle + 1
    else end = middle
  }
  return first - 1
}
