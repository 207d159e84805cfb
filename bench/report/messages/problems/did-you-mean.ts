/** More letters than this are no slip of the finger. */
const MAX_EDITS = 3
/** Of the longer word at most so much may be wrong: `cat` is not meant by `demo`. */
const MAX_SHARE = 0.5

/** `; did you mean ...?` with the name that is nearest to what was given, or nothing where none is near. */
export function didYouMean(given: string, known: readonly string[]): string {
  const nearest = known
    .map((name) => ({ name, edits: editsBetween(given, name) }))
    .filter(({ name, edits }) => edits <= MAX_EDITS && edits <= MAX_SHARE * Math.max(name.length, given.length))
    .toSorted((a, b) => a.edits - b.edits)
  return nearest[0] ? `; did you mean ${nearest[0].name}?` : ''
}

/**
 * How many letters have to be added, left out, replaced or swapped with their neighbour to make one word of the other.
 * Source: optimal string alignment distance, https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance
 */
function editsBetween(one: string, other: string): number {
  // What was given may be a whole file.
  if (Math.abs(one.length - other.length) > MAX_EDITS) return Infinity
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= one.length; row++) {
    const cells = [row]
    for (let column = 1; column <= other.length; column++) {
      const [letter, otherLetter] = [one[row - 1], other[column - 1]]
      const isSwap = row > 1 && column > 1 && letter === other[column - 2] && one[row - 2] === otherLetter
      cells.push(
        Math.min(
          rows[row - 1]![column]! + 1,
          cells[column - 1]! + 1,
          rows[row - 1]![column - 1]! + (letter === otherLetter ? 0 : 1),
          isSwap ? rows[row - 2]![column - 2]! + 1 : Infinity,
        ),
      )
    }
    rows.push(cells)
  }
  return rows[one.length]![other.length]!
}
