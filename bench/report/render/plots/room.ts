/** Pixels across, for a page that has room and for a telephone. */
export const WIDTHS = { wide: 920, narrow: 350 } as const

/** Whether there is no room beside a drawing for the names of its rows. */
export function isNarrow(width: number): boolean {
  return width < 600
}
