import { expect, test } from 'vitest'
import { drawPlain } from '../../../../bench/report/documents/plain.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { DOCUMENTS } from '../../../support/documents.ts'
import { expectGoldenText } from '../../../support/golden.ts'
import { WIDTHS } from '../../../support/told-results.ts'

for (const [kind, documentIn] of Object.entries(DOCUMENTS))
  test(`the wording of a report has not changed, and fits: ${kind}`, async () => {
    const document = await documentIn(ENGLISH)
    expectGoldenText(`${kind}.terminal.txt`, `${drawPlain(document, 100)}\n`)
    for (const one of [document, await documentIn(JAPANESE)])
      for (const width of WIDTHS)
        for (const line of drawPlain(one, width).split('\n')) {
          expect(widthOf(line), line).toBeLessThanOrEqual(width)
          expect(line).not.toMatch(/NaN|undefined|\[object/)
        }
  })
