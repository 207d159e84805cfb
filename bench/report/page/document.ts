import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Language } from '../../language/language.ts'
import type { Badge } from './badges.ts'
import { paletteCss } from './palette.ts'
import type { Html } from './table.ts'

const STYLE = readFileSync(new URL('style.css', import.meta.url), 'utf8')

/** Nothing is loaded, nothing is run, nobody is asked. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** What every page has, whatever it reports on. */
export interface Page {
  /** What was measured, by name. */
  readonly title: string
  /** What to do, in one sentence or a few. */
  readonly verdict: string
  /** How much was measured, and where. */
  readonly subject: string
  readonly badges: readonly Badge[]
  readonly body: readonly (Html | string)[]
  /** What stands in report.json. */
  readonly value: object
}

/** The whole page: one file that needs no other. */
export function drawDocument({ title, verdict, subject, badges, body, value }: Page, { code, say }: Language): string {
  const page = html`<!doctype html>
    <html lang="${code}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – utakata</title>
        <style>
          ${raw(paletteCss() + STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>utakata: <bdi>${title}</bdi></h1>
          <p class="verdict">${verdict}</p>
          <p class="muted">${subject}</p>
          ${
            badges.length > 0
              ? html`<ul class="badges">
                  ${badges.map(({ tone, text }) => html`<li class="${tone}">${text}</li>`)}
                </ul>`
              : ''
          }
        </header>
        <main>${body}</main>
        <footer>
          <p class="screen">
            <a
              download="report.json"
              href="data:application/json;base64,${Buffer.from(JSON.stringify(value)).toString('base64')}"
              >${say`Save the numbers of this page (report.json)`}</a
            >
          </p>
        </footer>
      </body>
    </html>`
  // Nothing in it is waited for, and it is a String until something is done with it.
  return (page as string).trim()
}
