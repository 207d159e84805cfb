const DASHES = ['none', '7 3', '2 3', '10 3 2 3', '5 2 2 2 2 2', '12 4']

/** So that lines differ by more than their colour. */
export function dashOf(index: number): string {
  return DASHES[index % DASHES.length]!
}
