import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultsIn, hasBrowser, type Screen, show, startBrowser } from '../support/browser.ts'
import { allPages } from '../support/pages.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const SCREENS: readonly Screen[] = [
  { width: 1000, colorScheme: 'light' },
  { width: 1000, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
]

const pages = await allPages()
let browser: Browser

describe.skipIf(!hasBrowser())('in a browser', () => {
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  for (const [name, html] of Object.entries(pages)) {
    // Breakage: an image from somewhere, a label that is not placed by its width, a colour too pale.
    test(`a page of ${name} asks for nothing, covers nothing and keeps everybody in`, async () => {
      for (const screen of SCREENS) {
        const { page, troubles } = await show(browser, html, screen)
        expect.soft(await faultsIn(page), JSON.stringify(screen)).toEqual([])
        await page.evaluate(AXE)
        const { violations } = await page.evaluate<AxeResults>('axe.run()')
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect
          .soft(
            serious.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`),
            JSON.stringify(screen),
          )
          .toEqual([])
        expect.soft(troubles, JSON.stringify(screen)).toEqual([])
        await page.close()
      }
    })
  }
})
