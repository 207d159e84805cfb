import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Block, Chart, Check, Recommendation, ReportDocument, Tone } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { widthOf } from '../table.ts'
import { paletteCss } from '../palette.ts'
import { withFlags } from './html/flags.ts'
import type { Html } from './html/html.ts'
import { drawFigure, drawNumbersBelow } from './html/figure.ts'
import { drawNotes, drawTable } from './html/table.ts'

const STYLE = readFileSync(new URL('./html/style.css', import.meta.url), 'utf8')

/** Nothing is loaded, nothing is run, nobody is asked. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A page that is served during a run runs one script, and asks whoever serves it. */
const livePolicy = (hash: string) => `${POLICY}; script-src 'sha256-${hash}'; connect-src 'self'`

export interface HtmlOptions {
  readonly messages: Messages
  /** The judgement, which can be saved from the page. */
  readonly data?: object
  /** What changes during a run, and the script that changes it, with its hash to the letter. */
  readonly live?: { readonly body: Html; readonly script: Script }
}

interface Script {
  readonly source: string
  readonly hash: string
}

/** A report as a page: one file that needs no other. */
export function drawHtml(document: ReportDocument, { messages, data, live }: HtmlOptions): string {
  const { title, parts = [] } = document
  const picture = firstPictureOf(document)
  const content = html`${drawHeader(document, messages)}
    <main>
      ${live?.body} ${picture === undefined ? '' : drawNumbersBelow(picture, messages)} ${drawMain(document, messages)}
      ${parts.map((part) => drawPart(part, messages))}
    </main>`
  const page = html`<!doctype html>
    <html lang="${messages.code}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${live ? livePolicy(live.script.hash) : POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – utakata</title>
        <style>
          ${raw(paletteCss() + STYLE)}
        </style>
      </head>
      <body>
        ${raw(withUnits(content as string))} ${data ? drawSaving(data, messages.page.downloadJson) : ''}
        ${live ? raw(`<script>${live.script.source}</script>`) : ''}
      </body>
    </html>`
  // Nothing in it is waited for, and it is a String until something is done with it.
  return (page as string).trim()
}

/** What is seen without scrolling: what to do, and the first picture beside it. */
function drawHeader(document: ReportDocument, messages: Messages): Html {
  const { title, subject = '', caution, recommendation, measured, checks } = document
  const { reason, details } = recommendation
  const about = [subject, ...measured].filter((text) => text !== '')
  const picture = firstPictureOf(document)
  return html`<header>
    <p class="title">utakata <bdi>${title}</bdi></p>
    ${caution === undefined ? '' : html`<p class="caution">${caution}</p>`}
    ${about.length === 0 ? '' : html`<p class="muted">${messages.beside(about)}</p>`}
    <div class="first">
      <div>
        ${drawAnswer(recommendation)} ${details.map((detail) => html`<p>${withFlags(detail)}</p>`)}
        ${reason === undefined ? '' : html`<p>${withFlags(reason)}</p>`} ${drawChips(checks)}
      </div>
      ${picture === undefined ? '' : drawFigure({ ...picture, isBeside: true }, messages)}
    </div>
  </header>`
}

/** Columns of a headline that is large; a longer one would be a block of lines. */
const LARGE = 60

/** The recommended variant and its speed-up, large; else what to do, the words before its first colon large. */
function drawAnswer({ headline, answer }: Recommendation): Html {
  if (answer)
    return html`<p class="label">${answer.label}</p>
      <h1 class="answer">
        <bdi>${answer.variant}</bdi> <span class="figure">${answer.figure}</span>
        <small>${answer.meaning}</small>
      </h1>`
  const [, lead = headline, rest = ''] = /^([^:：]{1,60})[:：]\s*(.*)$/su.exec(headline) ?? []
  return html`<h1 class="verdict${widthOf(lead) > LARGE ? ' long' : ''}">${withFlags(lead)}</h1>
    ${rest === '' ? '' : html`<p>${withFlags(rest)}</p>`}`
}

/** The chart that stands beside the recommendation. */
function firstPictureOf({ blocks }: ReportDocument): Picture | undefined {
  return blocks.find((block): block is Picture => isPicture(block) && block.detail === 'summary')
}

type Picture = Block & { readonly body: Chart }

function isPicture(block: Block): block is Picture {
  return block.body.is === 'chart'
}

/** Each check that is seen at first as one word, with whether it is as it should be. */
function drawChips(checks: readonly Check[]): Html | string {
  const seen = checks.filter(({ tone, detail }) => detail === 'summary' || tone === 'bad')
  // Of several with one name, as of several sizes, the worst.
  const shown = Array.from(Map.groupBy(seen, ({ name }) => name).values(), (own) =>
    own.reduce((worst, one) => (SEVERITY[one.tone] > SEVERITY[worst.tone] ? one : worst)),
  )
  return shown.length === 0
    ? ''
    : html`<ul class="badges">
        ${shown.map(({ tone, name }) => html`<li class="${tone}">${MARKS[tone]} ${name}</li>`)}
      </ul>`
}

const SEVERITY: Readonly<Record<Tone, number>> = { good: 0, plain: 1, bad: 2 }

const MARKS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', plain: '–' }

/** Everything that the verdicts rest on, once. */
function drawChecks(checks: readonly Check[], messages: Messages): Html | string {
  return checks.length === 0
    ? ''
    : html`<section id="checks">
        <h2>${messages.page.validityTitle}</h2>
        <dl class="checks">
          ${checks.map(
            ({ tone, name, text }) =>
              html`<dt class="${tone}">${MARKS[tone]} ${name}</dt>
                <dd>${withFlags(text)}</dd>`,
          )}
        </dl>
      </section>`
}

/** First what matters most and what it rests on, then everything else, folded. */
function drawMain(document: ReportDocument, messages: Messages): Html {
  const { blocks, checks } = document
  const picture = firstPictureOf(document)
  const [tables, charts] = [
    blocks.filter((block) => block.detail === 'summary' && !isPicture(block)),
    blocks.filter((block) => block.detail === 'summary' && isPicture(block) && block !== picture),
  ]
  const full = blocks.filter(({ detail }) => detail === 'full')
  return html`${drawBlocks(tables, messages)} ${drawChecks(checks, messages)} ${drawBlocks(charts, messages)}
  ${
    full.length === 0
      ? ''
      : html`<details class="more">
          <summary>${messages.page.detailsTitle}</summary>
          ${drawBlocks(full, messages)}
        </details>`
  }`
}

/** Blocks one after another, each with its title. */
export function drawBlocks(blocks: readonly Block[], messages: Messages): Html {
  return html`${blocks.map((block) => drawBlock(block, messages))}`
}

function drawBlock({ id, title, body }: Block, messages: Messages): Html | string {
  if (body.is === 'chart') return drawFigure({ id, title, body }, messages)
  const heading = title === '' ? '' : html`<h2>${title}</h2>`
  return html`<section id="${id}">
    ${heading} ${body.is === 'table' ? drawTable(body, title, messages) : drawNotes(body.notes)}
  </section>`
}

/** A report on one of several, below a heading of its own. */
function drawPart(part: ReportDocument, messages: Messages): Html {
  const { title, recommendation } = part
  const { headline, reason, details } = recommendation
  const picture = firstPictureOf(part)
  return html`<h2 class="size">${title}</h2>
    <p class="advice">${withFlags(headline)}</p>
    ${[...details, ...(reason === undefined ? [] : [reason])].map((detail) => html`<p>${withFlags(detail)}</p>`)}
    ${lowered(html`${picture === undefined ? '' : drawFigure(picture, messages)} ${drawMain(part, messages)}`)}`
}

/** Below a heading of its own. Names are escaped, so that nothing else looks like one. */
function lowered(body: Html): Html {
  return raw((body as string).replaceAll(/<(\/?)h2\b/g, '<$1h3'))
}

/** A number and its unit stay on one line; of what people read alone, since a policy knows the script to the letter. */
export function withUnits(page: string): string {
  return page.replaceAll(/(\d) (?=(?:ms|MB)\b)/g, '$1\u00A0')
}

function drawSaving(data: object, label: string): Html {
  const encoded = Buffer.from(JSON.stringify(data)).toString('base64')
  return html`<footer class="screen">
    <p><a download="report.json" href="data:application/json;base64,${encoded}">${label}</a></p>
  </footer>`
}
