import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  faultsIn,
  firstScreenOf,
  hasBrowser,
  highHeadingsIn,
  marksIn,
  show,
  startBrowser,
  unfold,
  violationsIn,
} from '../support/browser.ts'
import { endOf } from '../../bench/report/charts/waterfall.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { JAPANESE } from '../../bench/report/messages/ja.ts'
import { allPages, aRace, timelinesFor } from '../support/pages.ts'
import { comparisonPage } from '../support/reports.ts'

const SCREENS = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const
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
    // Breakage: an image from somewhere, a label that is not placed by its width or has no plate on lines, a colour too pale.
    test(`a page of ${name} makes no request, covers nothing and is accessible`, async () => {
      for (const { width, height } of SCREENS) {
        const { page, troubles } = await show(browser, html, { width, height, colorScheme: 'light' })
        expect.soft(await faultsIn(page), `${width} px, folded`).toEqual([])
        await unfold(page)
        expect.soft(await faultsIn(page), `${width} px, unfolded`).toEqual([])
        for (const colorScheme of COLOR_SCHEMES) {
          await page.emulateMedia({ colorScheme })
          const screen = `${width} px, ${colorScheme}`
          // Breakage: a picture of anything but a benchmark that has drawn nothing.
          expect.soft((await marksIn(page)).empty, screen).toEqual([])
          // Each width and each scheme once: contrasts are the scheme's, what can be reached the width's.
          if ((width === SCREENS[0].width) === (colorScheme === 'dark'))
            expect.soft(await violationsIn(page), screen).toEqual([])
          expect.soft(troubles, screen).toEqual([])
        }
        await page.close()
      }
    })
  }

  for (const name of ['race', 'noisy', 'two sizes', 'load', 'sweep of numbers'].flatMap((one) => [
    one,
    `${one} in Japanese`,
  ])) {
    // Breakage: a picture below the answer on a wide page, reasons or places above it, or a headline as large as a figure.
    test(`the first screen of a page of ${name} has the answer, its checks and on a wide page its picture`, async () => {
      const answer = name.startsWith('sweep') ? ['h1'] : ['.answer bdi', '.answer .figure']
      for (const { width, height } of SCREENS) {
        const picture = width === SCREENS[0].width ? ['figure.beside svg'] : []
        const { page } = await show(browser, pages[name]!, { width, height, colorScheme: 'light' })
        const { missing, read } = await firstScreenOf(page, [...answer, '.badges', ...picture])
        expect.soft(missing, `${width} px`).toEqual([])
        // Breakage: the price of a workload that nobody was billed for. Functions have theirs in the table of their sizes.
        if (!name.startsWith('two sizes')) expect.soft(read, `${width} px`).not.toContain('USD')
        await unfold(page)
        expect.soft(await highHeadingsIn(page), `${width} px`).toEqual([])
        await page.close()
      }
    })
  }

  // Breakage: a chart that has drawn nothing, or with marks that have no size.
  test('marks are really drawn, as many as there is data for, on a wide page and on a narrow one', async () => {
    const race = aRace()
    const html = comparisonPage({ results: [race], timelines: timelinesFor(race) })
    const candidates = race.variants.filter(({ role }) => role === 'candidate').length
    const ends = timelinesFor(race).map(endOf)
    const closer = ends.filter((end) => end < Math.max(...ends) / 2).length
    for (const { width } of SCREENS) {
      const { page } = await show(browser, html, { width, colorScheme: 'light' })
      await unfold(page)
      const { empty, counts } = await marksIn(page)
      expect(empty).toEqual([])
      expect(counts).toMatchObject({
        'ratios circle': candidates,
        'controls circle': 2,
        'cold circle': 2 * (candidates + 1),
        'cost circle': candidates + 1,
        'phases rect': 4 * (candidates + 1),
        // A hill with its edge, and its ticks.
        'distributions path': 2 * (candidates + 1),
        'ecdf path': candidates + 1,
        // Those that are done early a second time.
        'waterfall path': 6 * (candidates + 1 + closer),
      })
      await page.close()
    }
  })

  test('by keyboard every table and all numbers can be reached', async () => {
    const { page } = await show(browser, pages.race!, { width: 390, colorScheme: 'light' })
    const isFolded = async () => await page.locator('details.more:not([open])').count()
    expect(await isFolded()).toBe(1)
    const reached: string[] = []
    for (let step = 0; step < 100; step++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(
        `(() => { const one = document.activeElement; return one === document.body ? '' : one.tagName + ' ' + (one.getAttribute('aria-label') ?? one.textContent.trim()) })()`,
      )
      if (focused === '') break
      reached.push(focused as string)
      if ((focused as string).startsWith('SUMMARY')) await page.keyboard.press('Enter')
    }
    const figures = await page.locator('figure').count()
    // Breakage: details that are no element of that name, which a key would not open.
    expect(await isFolded()).toBe(0)
    // Of each picture its numbers, of the two tables of variants what their columns mean, and what is folded.
    expect(reached.filter((one) => one.startsWith('SUMMARY'))).toHaveLength(figures + 2 + 1)
    // Each that was opened has a table, which scrolls by keyboard too.
    expect(reached.filter((one) => one.startsWith('DIV')).length).toBeGreaterThan(figures)
    expect(reached.at(-1)).toBe(`A ${ENGLISH.page.downloadJson}`)
    await page.close()
  })

  test('printed it is light, whole and without what only a screen has', async () => {
    const { page } = await show(browser, pages.race!, { width: 794, colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await faultsIn(page)).toEqual([])
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(255, 255, 255)')
    const isSeen = async (selector: string) =>
      await page.evaluate(`document.querySelector('${selector}').checkVisibility()`)
    // Breakage: what is folded, which nobody can open on paper, and of the first picture neither drawing.
    for (const selector of ['.beside .narrow', '#distributions .wide', '#variants table', '#ratios details table'])
      expect.soft(await isSeen(selector), selector).toBe(true)
    for (const selector of ['#distributions .narrow', 'a[download]'])
      expect.soft(await isSeen(selector), selector).toBe(false)
    await page.close()
  })
})
