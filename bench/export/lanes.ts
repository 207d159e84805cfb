/** A span of time that is drawn in one piece; begin and end in any unit. */
interface Stretch {
  readonly begin: number
  readonly end: number
}

/**
 * A lane for each stretch, from 0, so that no two in a lane are under way at the same time, in as few lanes as that takes: as many as
 * are under way at once. One may begin where another ends.
 * Source: greedy interval partitioning; Kleinberg & Tardos, Algorithm Design (2005), section 4.1.
 */
export function lanesOf(stretches: readonly Stretch[]): number[] {
  const begin = (index: number) => stretches[index]!.begin
  const end = (index: number) => stretches[index]!.end
  // Those without any length come first among those that begin with them, and last among those that end with them.
  const byBegin = [...stretches.keys()].sort((a, b) => begin(a) - begin(b) || end(a) - end(b) || a - b)
  const byEnd = [...stretches.keys()].sort((a, b) => end(a) - end(b) || begin(a) - begin(b) || a - b)
  const lanes = new Array<number>(stretches.length).fill(-1)
  const free: number[] = []
  let opened = 0
  let ended = 0
  const isBegun = (index: number) => lanes[index]! >= 0
  for (const index of byBegin) {
    while (isBegun(byEnd[ended]!) && end(byEnd[ended]!) <= begin(index)) free.push(lanes[byEnd[ended++]!]!)
    lanes[index] = free.pop() ?? opened++
  }
  return lanes
}
