import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultsIn, hasBrowser, marksIn, show, startBrowser, violationsIn } from '../support/browser.ts'
import { JAPANESE } from '../../bench/report/messages/ja.ts'
import { allPages, aRace, timelinesFor } from '../support/pages.ts'
import { comparisonPage } from '../support/reports.ts'

const WIDTHS = [1000, 390]
const COLOR_SCHEMES = ['light', 'dark'] as const

const pages = { ...(await allPages()), ...(await inJapanese()) }

/** The labels are of other widths. */
async function inJapanese(): Promise<Record<string, string>> {
  const all = await allPages(JAPANESE)
  return Object.fromEntries(Object.entries(all).map(([name, html]) => [`${name} in Japanese`, html]))
}
let browser: Browser

describe.skipIf(!hasBrowser())('in a browser', () => {
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  for (const [name, html] of Object.entries(pages)) {
    // Breakage: an image from somewhere, a label that is not placed by its width, a colour too pale.
    test(`a page of ${name} makes no request, covers nothing and is accessible`, async () => {
      for (const width of WIDTHS) {
        const { page, troubles } = await show(browser, html, { width, colorScheme: 'light' })
        for (const colorScheme of COLOR_SCHEMES) {
          await page.emulateMedia({ colorScheme })
          const screen = `${width} px, ${colorScheme}`
          expect.soft(await faultsIn(page), screen).toEqual([])
          // Breakage: a picture of anything but a benchmark that has drawn nothing.
          expect.soft((await marksIn(page)).empty, screen).toEqual([])
          // Each width and each scheme once: contrasts are the scheme's, what can be reached the width's.
          if ((width === WIDTHS[0]) === (colorScheme === 'dark'))
            expect.soft(await violationsIn(page), screen).toEqual([])
          expect.soft(troubles, screen).toEqual([])
        }
        await page.close()
      }
    })
  }

  // Breakage: a chart that has drawn nothing, or with marks that have no size.
  test('marks are really drawn, as many as there is data for, on a wide page and on a narrow one', async () => {
    const race = aRace()
    const html = comparisonPage({ results: [race], timelines: timelinesFor(race) })
    const candidates = race.variants.filter(({ role }) => role === 'candidate').length
    for (const width of WIDTHS) {
      const { page } = await show(browser, html, { width, colorScheme: 'light' })
      const { empty, counts } = await marksIn(page)
      expect(empty).toEqual([])
      expect(counts).toMatchObject({
        'ratios circle': candidates,
        'controls circle': 2,
        'cold circle': 2 * (candidates + 1),
        'cost circle': candidates + 1,
        'phases rect': 4 * (candidates + 1),
        // A hill with its edge, and its ticks.
        'distributions path': 2 * race.variants.length,
        'ecdf path': candidates + 1,
        'waterfall path': 6 * (candidates + 1),
      })
      await page.close()
    }
  })

  test('by keyboard every table and all numbers can be reached', async () => {
    const { page } = await show(browser, pages.race!, { width: 390, colorScheme: 'light' })
    const reached: string[] = []
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(
        `(() => { const one = document.activeElement; return one === document.body ? '' : one.tagName + ' ' + (one.getAttribute('aria-label') ?? one.textContent.trim()) })()`,
      )
      if (focused === '') break
      reached.push(focused as string)
      if ((focused as string).startsWith('SUMMARY')) await page.keyboard.press('Enter')
    }
    const figures = await page.locator('figure').count()
    expect(reached[0]).toBe('DIV Strategies')
    // Of each picture its numbers, and of the two tables of variants what their columns mean.
    expect(reached.filter((one) => one.startsWith('SUMMARY'))).toHaveLength(figures + 2)
    // Each that was opened has a table, which scrolls by keyboard too.
    expect(reached.filter((one) => one.startsWith('DIV')).length).toBeGreaterThan(figures)
    expect(reached.at(-1)).toContain('A Save the numbers')
    await page.close()
  })

  test('printed it is light, whole and without what only a screen has', async () => {
    const { page } = await show(browser, pages.race!, { width: 794, colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await faultsIn(page)).toEqual([])
    const seen = await page.evaluate(
      `[getComputedStyle(document.documentElement).backgroundColor, document.querySelector('.narrow').getClientRects().length, document.querySelector('.wide').getClientRects().length, document.querySelector('a[download]').getClientRects().length]`,
    )
    expect(seen).toEqual(['rgb(255, 255, 255)', 0, 1, 0])
    await page.close()
  })
})
