/** What stands in a table where nothing is known. */
export const UNKNOWN = '–'

/** Whether a column of these rows shows anything, for a filter over cells: that of the names does in any case. */
export function isKnownIn(rows: readonly (readonly string[])[]): (cell: unknown, column: number) => boolean {
  return (_, column) => column === 0 || rows.some((row) => row[column] !== UNKNOWN)
}
