import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findBodies, periodOf, samplesOf } from '../../mock-server/samples.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { aFolder } from '../support/folders.ts'

// Breakage: the name of a folder, or of a file, is read as a pattern.
test('bodies are found in a folder with any name, by a pattern or by their own name', () => {
  const folder = join(aFolder(), 'jobs (2) [x] {a,b} @main+!')
  mkdirSync(folder)
  for (const name of ['order [1].json', 'order-2.json', 'order-3.txt']) writeFileSync(join(folder, name), name)
  const found = (pattern: string) => {
    const { pattern: bodies, wrong } = findBodies(folder, pattern)
    expect(wrong).toBeUndefined()
    const world = aWorld({ items: { ...aWorld().items, count: 3, bodies } })
    expect(periodOf(world)).toBeLessThanOrEqual(2)
    return samplesOf(world).map(({ bytes }) => String(bytes))
  }
  expect(found('*.json')).toEqual(['order [1].json', 'order-2.json', 'order [1].json'])
  expect(found('order [1].json')).toEqual(Array(3).fill('order [1].json'))
  expect(found('../*/order-{2,3}.*')).toEqual(['order-2.json', 'order-3.txt', 'order-2.json'])
})
