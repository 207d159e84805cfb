import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Messages } from '../messages/messages.ts'
import type { Badge } from './badges.ts'
import { withFlags } from './flags.ts'
import { paletteCss } from './drawing/palette.ts'
import type { Html } from './html.ts'

const STYLE = readFileSync(new URL('style.css', import.meta.url), 'utf8')

/** Nothing is loaded, nothing is run, nobody is asked. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A page that is served while a race goes on runs one script, and asks whoever serves it. */
const livePolicy = (hash: string) => `${POLICY}; script-src 'sha256-${hash}'; connect-src 'self'`

/** What every page has, whatever it reports on. */
export interface Page {
  /** What was measured, by name. */
  readonly title: string
  /** What to do, in one sentence or a few; of several sizes of memory, at each. */
  readonly verdicts: readonly string[]
  /** Why, and for what money: below what else there is to be said. */
  readonly glance?: readonly string[]
  /** How much was measured, and where. */
  readonly subject: string
  readonly badges: readonly Badge[]
  readonly body: readonly (Html | string)[]
  /** What stands in report.json, where there is one. */
  readonly value?: object
  /** The script of a page that is served while a race goes on, and the hash of it to the letter. */
  readonly live?: { readonly source: string; readonly hash: string }
}

/** The whole page: one file that needs no other. */
export function drawDocument(
  { title, verdicts, glance = [], subject, badges, body, value, live }: Page,
  messages: Messages,
): string {
  const parts = verdicts.map((verdict) => firstSentence(verdict, messages.code))
  // Of several, each is told whole where it belongs.
  const more = parts.length > 1 ? [] : parts.flatMap(({ rest }) => (rest === '' ? [] : rest))
  const shown = withUnits(
    html`<header>
        <p class="title">utakata: <bdi>${title}</bdi></p>
        <h1 class="verdict">${parts.map(({ first }) => html`<span>${withFlags(first)}</span> `)}</h1>
        ${[...more, ...glance].map((rest) => html`<p>${withFlags(rest)}</p>`)}
        <p class="muted">${subject}</p>
        ${
          badges.length > 0
            ? html`<ul class="badges">
                ${badges.map(({ tone, text }) => html`<li class="${tone}">${text}</li>`)}
              </ul>`
            : ''
        }
      </header>
      <main>${body}</main>` as string,
  )
  const page = html`<!doctype html>
    <html lang="${messages.code}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${live ? livePolicy(live.hash) : POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – utakata</title>
        <style>
          ${raw(paletteCss() + STYLE)}
        </style>
      </head>
      <body>
        ${raw(shown)} ${value ? drawSaving(value, messages.page.downloadJson) : ''}
        ${live ? raw(`<script>${live.source}</script>`) : ''}
      </body>
    </html>`
  // Nothing in it is waited for, and it is a String until something is done with it.
  return (page as string).trim()
}

/** What to do stands out; with what else there is to be known beside it, nothing would. */
function firstSentence(text: string, code: Messages['code']): { readonly first: string; readonly rest: string } {
  const [first] = new Intl.Segmenter(code, { granularity: 'sentence' }).segment(text)
  const { length } = first?.segment ?? ''
  return { first: text.slice(0, length).trim(), rest: text.slice(length).trim() }
}

/** A number and its unit stay on one line; of what people read alone, since a policy knows the script to the letter. */
export function withUnits(page: string): string {
  return page.replaceAll(/(\d) (?=%|(?:ms|MB)\b)/g, '$1\u00A0')
}

function drawSaving(value: object, label: string): Html {
  const data = Buffer.from(JSON.stringify(value)).toString('base64')
  return html`<footer class="screen">
    <p><a download="report.json" href="data:application/json;base64,${data}">${label}</a></p>
  </footer>`
}
