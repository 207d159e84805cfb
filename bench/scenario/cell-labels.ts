import type { Axis, Coordinates } from './axes.ts'

/** An axis as people call it: the world's keys are clear without it, such as `items.count`. */
export function labelOf(path: string): string {
  return path.replace(/^world\./, '')
}

/** A value as it stands in a table: a map as its values with their keys, `constant ms 5`. */
export function formatValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([key, one]) =>
    key === 'model' ? formatValue(one) : `${key} ${formatValue(one)}`,
  )
  return parts.join(' ') || 'none'
}

/** Where a cell stands, such as `items.count 10, fetchDelay.ms 5`. */
export function formatCoordinates(at: Coordinates): string {
  return Object.entries(at)
    .map(([path, value]) => `${labelOf(path)} ${formatValue(value)}`)
    .join(', ')
}

/** The axes with their values, such as `items.count (1, 3, 10)`. */
export function formatAxes(axes: readonly Axis[]): string {
  return axes.map(({ path, values }) => `${labelOf(path)} (${values.map(formatValue).join(', ')})`).join(' × ')
}

/** Folders for cells, in their order: numbered, so that they differ whatever the values are, and readable. */
export function folderNames(cells: readonly Coordinates[]): string[] {
  const digits = String(cells.length).length
  return cells.map((at, index) => {
    const parts = Object.entries(at).map(([path, value]) => `${labelOf(path)}-${formatValue(value)}`)
    const slug = parts.join('_').replaceAll(/[^\w.-]+/g, '-')
    return `${String(index + 1).padStart(digits, '0')}-${slug.slice(0, 80)}`
  })
}
