import { expect, test } from 'vitest'
import { logsDocument } from '../../../../bench/report/documents/logs.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { rowsOf } from '../../../support/documents.ts'
import { aSubject, judged, traffic } from '../../../support/logged.ts'
import { like } from '../../../support/like.ts'

const { logs, verdicts } = ENGLISH

const documentOf = (...given: Parameters<typeof judged>) => logsDocument(judged(...given), ENGLISH)
const ofFunction = (functionName: string, more: Parameters<typeof traffic>[0] = {}) =>
  aSubject({ functionName, invocations: traffic({ functionName, ...more }) })

test('the headline is a verdict with its ratio, and a detail that nothing was an experiment', () => {
  const { recommendation } = documentOf([ofFunction('a'), ofFunction('b', { times: 2 })])
  expect(recommendation.headline).toMatch(
    like(logs.compared({ variant: 'b', reference: 'a', verdict: verdicts.slower, ratio: '2.…' })),
  )
  expect(recommendation.details).toEqual([logs.observed])
})

test('too few containers are said with their numbers and what to do', () => {
  const { recommendation } = documentOf([ofFunction('a'), ofFunction('b', { containers: 3 })])
  expect(recommendation.headline).toBe(
    logs.notCompared({ variant: 'b', reference: 'a', count: 3, other: 20, needed: 12 }),
  )
})

// Breakage: of a function that fails a speed is shown, that of what did not fail.
test('where invocations failed there is no ratio, neither in the headline nor in the table', () => {
  const { recommendation, blocks } = documentOf([ofFunction('a'), ofFunction('b', { failEvery: 3 })])
  expect(recommendation.headline).toMatch(like(logs.several('a', logs.verdictOf('b', `${verdicts.unreliable} (…)`))))
  const [row] = rowsOf(blocks.find(({ id }) => id === 'comparison')!)
  expect(row!.slice(0, 2)).toEqual([logs.warmRow('b'), '–'])
})

test('nothing at all is said in one sentence, without tables', () => {
  const { recommendation, blocks } = documentOf([aSubject({ invocations: [] })])
  expect([recommendation.headline, blocks]).toEqual([logs.nothing, []])
})

test('cold starts that neither function has are not in the table, and sizes that differ are said', () => {
  const { recommendation, blocks } = documentOf([
    ofFunction('a', { oldEvery: 1 }),
    ofFunction('b', { oldEvery: 1, memoryMb: 1024 }),
  ])
  expect(rowsOf(blocks.find(({ id }) => id === 'comparison')!).map(([name]) => name)).toEqual([logs.warmRow('b')])
  expect(recommendation.details).toContain(logs.memoryDiffers('b', 1024, 512))
})

test('several sizes are said to differ in one sentence, and versions that are shown together in another', () => {
  const versions = Array.from({ length: 9 }, (_, nth) =>
    traffic({ version: `${nth + 1}`, containers: 3, memoryMb: [256, 512, 1024][nth % 3]! }),
  ).flat()
  const { recommendation, blocks } = documentOf([aSubject({ invocations: versions })])
  expect(recommendation.details.filter((text) => text.includes('MB'))).toEqual([
    logs.sizesDiffer('orders@512 (512 MB), orders@1024 (1024 MB)', 256),
  ])
  const { body } = blocks.find(({ id }) => id === 'functions')!
  expect(body).toMatchObject({ notes: expect.arrayContaining([logs.mergedNote('orders', 9, '7')]) as string[] })
  // One size that a single version has counts, too, and two spans are together because they are to be compared.
  const oneApart = versions.map((one) => ({ ...one, memoryMb: one.version === '9' ? 1024 : 256 }))
  const apart = documentOf([aSubject({ invocations: oneApart })]).blocks.find(({ id }) => id === 'functions')!
  expect(apart.body).toMatchObject({ notes: expect.arrayContaining([logs.mergedNote('orders', 9, '8')]) as string[] })
  const spans = (['before', 'after'] as const).map((part) => aSubject({ invocations: versions, part }))
  const { blocks: compared } = documentOf(spans)
  expect(JSON.stringify(compared.find(({ id }) => id === 'functions'))).not.toContain('shown together')
})

test('of many containers the busiest are shown', () => {
  const { blocks } = documentOf([ofFunction('a', { containers: 100 })])
  const { body } = blocks.find(({ id }) => id === 'containers')!
  expect(body).toMatchObject({ is: 'table', notes: [logs.containersNote(30, 100)] })
  const warm = rowsOf(blocks.find(({ id }) => id === 'containers')!).map((cells) => Number(cells[4]))
  expect(warm).toEqual(warm.toSorted((a, b) => b - a))
})
