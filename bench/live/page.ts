import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Language } from '../language/language.ts'
import { unitOf } from '../report/format.ts'
import { drawDocument } from '../report/page/document.ts'
import { drawFigure } from '../report/page/figure.ts'
import { coloursOf } from '../report/page/palette.ts'
import { distributions } from '../report/page/pictures/distributions.ts'
import { forest } from '../report/page/pictures/forest.ts'
import { drawStrategies } from '../report/page/strategies.ts'
import type { Html } from '../report/page/table.ts'
import { hasWholeRound } from '../report/rounds.ts'
import { summarize } from '../report/summarize.ts'
import type { Trial } from '../trial.ts'

/** What runs in the browser: it takes what it is sent, and says when that is drawn. */
const SCRIPT = readFileSync(new URL('live.js', import.meta.url), 'utf8')

const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64')

/** A race that goes on, as a page: what there is so far, without a word on it before its first look. */
export function drawLivePage(trials: readonly Trial[], language: Language): string {
  const { say } = language
  return drawDocument(
    {
      title: trials[0]?.scenario.name ?? say`a race`,
      verdict: say`The race goes on`,
      subject: say`Rounds appear as they end; nothing is drawn or sent while a run is measured.`,
      badges: [],
      body: [html`<div id="live">${raw(drawLive(trials, language))}</div>`],
      live: { source: SCRIPT, hash: SCRIPT_HASH },
    },
    language,
  )
}

/** The part of that page that every round changes. */
export function drawLive(trials: readonly Trial[], language: Language): string {
  // It is a String until something is done with it.
  return (drawnSoFar(trials, language) as string).trim()
}

function drawnSoFar(trials: readonly Trial[], language: Language): Html {
  const { say } = language
  const last = trials.at(-1)
  if (!last || !hasWholeRound(trials)) return html`<p class="advice">${say`Warming up: no round has ended yet.`}</p>`
  const result = summarize(trials, undefined, language)
  const look = { colours: coloursOf(result.arms), language }
  const pictures = [forest({ ...result, unit: unitOf(result) }, look), distributions(result, look)]
  const { fork, round, scenario } = last
  return html`<p class="advice">${say`Fork ${fork}, round ${round} of ${scenario.rounds}`}</p>
    ${result.look ? '' : html`<p class="muted">${say`No words before the first look: until then it may all change.`}</p>`}
    ${drawStrategies(result, look)}
    ${pictures.filter((picture) => picture !== undefined).map((picture) => drawFigure(picture, language))}`
}
