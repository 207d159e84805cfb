import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { within } from '../support/eventually.ts'
import { faultsIn, hasBrowser, startBrowser, violationsIn } from '../support/browser.ts'
import { start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'

/** What is wrong with a page, wide and light, narrow and dark: no more, since the benchmark goes on and its page with it. */
async function lookedAt(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const [width, colorScheme] of [
    [1000, 'light'],
    [390, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    faults.push(...(await faultsIn(page)), ...(await violationsIn(page)))
  }
  return faults
}

const RACE = ['bench', 'demo', '--quick', '--strategies', 'sequential,pipelined', '--set', 'world.items.count=4']

// Breakage: a script that its own policy forbids, labels that cover each other while there are few iterations, a page that never hears of
// the end, or a keyboard that is thrown back to the top by each iteration, or to another block by one that is new above it.
test.skipIf(!hasBrowser())('a browser shows a race iteration by iteration, and then its report', async () => {
  const out = `${aFolder()}/out`
  const racing = start([...RACE, '--output', out])
  await racing.says('process 1 of 6')
  const serving = start(['report', out, '--serve'])
  await serving.says('the page comes when an iteration')
  const address = /http:\/\/\S+/.exec(serving.saidSoFar())![0]
  const browser = await startBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } })
    const troubles: string[] = []
    page.on('console', (message) => troubles.push(message.text()))
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) troubles.push(`asked for ${request.url()}`)
    })
    await page.goto(address)
    const seen = new Set<string>()
    let held = 0
    let faults: string[] | undefined
    const verdict = page.locator('header h1')
    while ((await verdict.textContent())?.trim() === 'Still measuring') {
      // The report may have taken its place meanwhile.
      const under = await page
        .locator('#live .advice')
        .textContent({ timeout: 2000 })
        .catch(() => undefined)
      if (under == null) continue
      seen.add(under.trim())
      if (seen.size === 3) await page.locator('#live summary').last().focus()
      if (seen.size === 6) held = await page.locator('#live summary:focus').count()
      if (seen.size === 4 && faults === undefined) faults = await lookedAt(page)
      await page.waitForTimeout(100)
    }
    expect([...seen].filter((text) => /^Process \d, iteration \d of 6$/.test(text)).length).toBeGreaterThan(5)
    expect(held).toBe(1)
    expect(faults).toEqual([])
    await within(60_000, 'the end of the race', racing.end)
    // Whatever it says of a machine that others use too, it is a report with its numbers.
    expect(await page.locator('#ranking tbody tr').count()).toBe(2)
    expect(await page.locator('#checks dt').count()).toBeGreaterThan(2)
    expect(await page.locator('a[download]').count()).toBe(1)
    expect(troubles).toEqual([])
  } finally {
    await browser.close()
  }
  serving.interrupt()
  expect(await within(10_000, 'the end', serving.end)).toMatchObject({ code: 0 })
})
