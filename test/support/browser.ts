import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import {
  faultsInDocument,
  firstScreenInDocument,
  highHeadingsInDocument,
  marksInDocument,
} from './faults-in-document.mjs'
import { aFolder } from './folders.ts'

const CHROMIUM = '/usr/bin/chromium'

/** Whether Debian's chromium is there; where it is not, it is said, and in CI that is an error. */
export function hasBrowser(): boolean {
  if (existsSync(CHROMIUM)) return true
  if (process.env.CI)
    throw new Error(`expected Debian's chromium at ${CHROMIUM}, which the proofs of pages need, got none`)
  console.warn(`SKIPPED: pages are not proven in a browser without one; apt-get install Debian's chromium`)
  return false
}

/** Debian's chromium, to be closed by the caller. */
export async function startBrowser(): Promise<Browser> {
  // As root, which CI mostly is, its sandbox does not start.
  return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}

export interface Screen {
  readonly width: number
  /** 900 unless given. */
  readonly height?: number
  readonly colorScheme: 'light' | 'dark'
}

export interface Shown {
  readonly page: Page
  /** What it requested beside itself, and what it complained of. */
  readonly troubles: readonly string[]
}

/** A page as somebody opens it from a disk. */
export async function show(
  browser: Browser,
  html: string,
  { width, height = 900, colorScheme }: Screen,
): Promise<Shown> {
  const file = join(aFolder(), 'report.html')
  writeFileSync(file, html)
  const page = await browser.newPage({ viewport: { width, height }, colorScheme })
  const troubles: string[] = []
  const address = pathToFileURL(file).href
  page.on('request', (request) => {
    if (request.url() !== address) troubles.push(`asked for ${request.url().slice(0, 100)}`)
  })
  page.on('console', (message) => troubles.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  await page.goto(address)
  return { page, troubles }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds serious or critical. What passes, of which there is much, is left out: naming each element takes longer than the tests do. */
export async function violationsIn(page: Page): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(AXE)
  const violations = await page.evaluate<AxeResults['violations']>(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`)
}

/** Whatever makes a page wider than its window, texts that are cut off, and those of pictures that cover each other, leave their picture or are crossed by its lines. */
export async function faultsIn(page: Page): Promise<string[]> {
  return await page.evaluate(faultsInDocument)
}

/** How many marks the pictures that are seen have, by picture and element, and those of them that nobody can see. */
export async function marksIn(page: Page): Promise<ReturnType<typeof marksInDocument>> {
  return await page.evaluate(marksInDocument)
}

/** Which of these are not on the first screen, and what is read there. */
export async function firstScreenOf(
  page: Page,
  selectors: readonly string[],
): Promise<ReturnType<typeof firstScreenInDocument>> {
  return await page.evaluate(firstScreenInDocument, selectors)
}

/** Headings that take three lines or more. */
export async function highHeadingsIn(page: Page): Promise<string[]> {
  return await page.evaluate(highHeadingsInDocument)
}

/** Opens everything that is folded. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)
}
