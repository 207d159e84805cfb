import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkCalendar } from '../../../strategies/check.ts'

interface Case {
  readonly file: string
  readonly feature: string
  readonly rfc: string
  readonly now: string
  readonly windowMinutes: number
  readonly expected: readonly { readonly summary: string; readonly start: string }[]
}

const folder = new URL('../../fixtures/rfc5545/', import.meta.url)
const cases = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')) as readonly Case[]

// Breakage: any feature of the fixture's section read otherwise, by the prefilter or by the parse.
test.for(Object.entries(Object.groupBy(cases, ({ file }) => file)))('%s is read as RFC 5545 says', ([file, of]) => {
  const body = new Uint8Array(readFileSync(new URL(file, folder)))
  for (const { feature, rfc, now, windowMinutes, expected } of of!) {
    const fromMs = Date.parse(now)
    const window = { fromMs, untilMs: fromMs + windowMinutes * 60_000 }
    for (const mode of ['full', 'prefilter'] as const) {
      const { occurrences } = checkCalendar(body, window, { mode, mostOccurrences: 1000 })
      const found = occurrences.map(({ summary, startMs }) => ({ summary, start: new Date(startMs).toISOString() }))
      expect(found, `${mode}, from ${now} for ${windowMinutes} min: ${feature} (${rfc})`).toEqual(expected)
    }
  }
})
