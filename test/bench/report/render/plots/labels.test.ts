import { expect, test } from 'vitest'
import { placeLabels } from '../../../../../bench/report/render/plots/labels.ts'

const FRAME = { left: 0, right: 300, top: 0, bottom: 200 }

test('a name stands to the right of its point, and to the left at the right edge', () => {
  const [free] = placeLabels([{ name: 'free', x: 100, y: 100 }], FRAME)
  const [edge] = placeLabels([{ name: 'edge', x: 290, y: 100 }], FRAME)
  expect(free!.labelX).toBeGreaterThan(100)
  expect(edge!.labelX).toBeLessThan(290)
  expect([free!.labelY, edge!.labelY]).toEqual([100, 100])
})

// Breakage: a place that looks at points only, and not at the names that are placed already.
test('names of points that lie on each other do not', () => {
  const placed = placeLabels(
    Array.from({ length: 5 }, (_, index) => ({ name: `strategy-${index}`, x: 150 + index, y: 100 })),
    FRAME,
  )
  for (const [index, one] of placed.entries())
    for (const other of placed.slice(0, index))
      expect(Math.abs(one.labelX - other.labelX) >= 70 || Math.abs(one.labelY - other.labelY) >= 15).toBe(true)
})
