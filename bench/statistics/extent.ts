/**
 * The least and the greatest of a sample; Infinity and -Infinity for none. `Math.min(...values)` ends in a RangeError for a hundred thousand:
 * a call has no more arguments than the stack has room for.
 */
export function extentOf(values: Iterable<number>): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return [least, greatest]
}
