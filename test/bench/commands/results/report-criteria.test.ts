import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { criteriaFor, criteriaToApply } from '../../../../bench/commands/results/report-criteria.ts'
import { jsonOf, resultsOf } from '../../../../bench/judge/comparison/results.ts'
import { SPEED, type SelectionCriteria } from '../../../../bench/judge/selection-criteria.ts'
import { aFolder } from '../../../support/folders.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { ofSize } from '../../../support/pages.ts'

const BALANCED: SelectionCriteria = {
  objective: { for: 'balanced', speedWeight: 0.7 },
  constraints: { rssBytes: 2e9, failures: 3 },
}

function folderWith(report: object | string): string {
  const folder = aFolder()
  writeFileSync(join(folder, 'report.json'), typeof report === 'string' ? report : JSON.stringify(report))
  return folder
}

// Breakage: with --verbose, or with late traces, another variant is recommended than before.
test('the selection of a report is read back, also where sizes are judged by themselves, and of a sweep', () => {
  const trials = invokedTrials()
  const sizes = [...ofSize(trials, 512, 2), ...ofSize(trials, 1769, 1)]
  for (const all of [trials, sizes])
    for (const criteria of [SPEED, BALANCED])
      expect(criteriaFor(folderWith(jsonOf(resultsOf(all, criteria))), {})).toEqual(criteria)
  const sweep = { kind: 'sweep', objective: 'balanced=0.7', constraints: BALANCED.constraints }
  expect(criteriaFor(folderWith(sweep), {})).toEqual(BALANCED)
})

test('a single option takes the place of the whole selection', () => {
  const folder = folderWith(jsonOf(resultsOf(invokedTrials(), BALANCED)))
  expect(criteriaFor(folder, { maxFailures: '0' })).toEqual({ ...SPEED, constraints: { failures: 0 } })
  expect(criteriaToApply(folder, { optimize: 'cost' }, folder).objective).toEqual({ for: 'cost' })
})

test('without a report that can be read the fastest is recommended, and nothing applied', () => {
  for (const text of ['', 'nonsense', '{}', '{"kind":"load"}', '{"kind":"sizes","sizes":5}']) {
    const folder = folderWith(text)
    expect(criteriaFor(folder, {}), text).toEqual(SPEED)
    expect(() => criteriaToApply(folder, {}, folder), text).toThrow(expect.objectContaining({ code: 'report-missing' }))
  }
})
