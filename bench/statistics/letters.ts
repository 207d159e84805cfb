/** Names in an order of their own take as many as there are of them at most. */
const MAX_GROUPS = 100

/**
 * Letters that say which variants differ significantly: two share one exactly when they do not. Each letter stands for a group
 * that no other group contains, and the first variant of `names` has `a`. A variant may have several, such as `ab`: it
 * differs neither from those with `a` nor from those with `b`, though these differ from each other.
 * `names`: each once, best first. `different`: the pairs that differ, each way round.
 * Where it would take more than 100 letters there are none: differences without any order may take 3^(n/3) of them.
 * After `z` come `a2` to `z2` and so on. Throws RangeError for a name given twice, and for a pair that is not of two names.
 * Source: Piepho, An Algorithm for a Letter-Based Representation of All-Pairwise Comparisons, Journal of Computational
 * and Graphical Statistics 13 (2004): insert and absorb.
 */
export function lettersOf(
  names: readonly string[],
  different: Iterable<{ readonly one: string; readonly other: string }>,
): Map<string, string> {
  const places = new Map(names.map((name, place) => [name, place]))
  if (places.size < names.length) throw new RangeError(`lettersOf: expected each name once, given ${names.join(', ')}`)
  // A group is an ascending list of places.
  let groups: number[][] = names.length > 0 ? [[...names.keys()]] : []
  for (const { one, other } of different) {
    const [a, b] = [places.get(one), places.get(other)]
    if (a === undefined || b === undefined || a === b)
      throw new RangeError(`lettersOf: expected a pair of two of ${names.join(', ')}, given ${one} and ${other}`)
    groups = absorb(groups.flatMap((group) => split(group, a, b)))
    if (groups.length > MAX_GROUPS) return new Map()
  }
  groups.sort(byFirstDifference)
  return new Map(
    names.map((name, place) => [
      name,
      groups.flatMap((group, index) => (group.includes(place) ? letterAt(index) : [])).join(''),
    ]),
  )
}

/** A group in which two of its members differ becomes two, each without one of them. */
function split(group: readonly number[], a: number, b: number): number[][] {
  if (!group.includes(a) || !group.includes(b)) return [[...group]]
  return [group.filter((place) => place !== b), group.filter((place) => place !== a)]
}

/** Without the groups that another one contains. No two are equal: of two that were, one would have contained the other before. */
function absorb(groups: readonly number[][]): number[][] {
  return groups.filter(
    (group) => !groups.some((other) => other.length > group.length && group.every((place) => other.includes(place))),
  )
}

/** Neither begins with the other, for then one would contain the other. */
function byFirstDifference(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((place, index) => place !== other[index])
  return one[at]! - other[at]!
}

function letterAt(index: number): string {
  const letter = String.fromCodePoint(97 + (index % 26))
  return index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}`
}
