import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Language } from '../language/language.ts'
import { emulatedTitle } from '../report/emulation.ts'
import { titleOf, unitOf } from '../report/format.ts'
import { drawDocument, withUnits } from '../report/page/document.ts'
import { drawFigure } from '../report/page/figure.ts'
import { coloursOf } from '../report/page/palette.ts'
import { distributions } from '../report/page/pictures/distributions.ts'
import { forest } from '../report/page/pictures/forest.ts'
import { ofSize } from '../report/page/pictures.ts'
import { drawStrategies } from '../report/page/strategies.ts'
import type { Html } from '../report/page/table.ts'
import type { Result } from '../report/result.ts'
import { resultsOf } from '../report/results.ts'
import type { Trial } from '../trial.ts'
import type { Shown } from './visitors.ts'

/** What runs in the browser: it takes what it is sent, and says when that is drawn. */
const SCRIPT = readFileSync(new URL('live.js', import.meta.url), 'utf8')

const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64')

/** A race that goes on, as a page: what there is so far, without a word on it before its first look. */
export function drawLivePage(name: string, { html: soFar, ticket }: Shown, language: Language): string {
  const { say } = language
  return drawDocument(
    {
      title: name,
      verdicts: [say`Still measuring`],
      subject: say`Rounds and containers appear as they end; nothing is drawn or sent while a run is measured.`,
      badges: [],
      body: [html`<div id="live" data-ticket="${ticket}">${raw(soFar)}</div>`],
      live: { source: SCRIPT, hash: SCRIPT_HASH },
    },
    language,
  )
}

/** The part of that page that every round changes. */
export function drawLive(trials: readonly Trial[], language: Language): string {
  // It is a String until something is done with it.
  return withUnits((drawnSoFar(trials, language) as string).trim())
}

function drawnSoFar(trials: readonly Trial[], language: Language): Html {
  const { say, count } = language
  const results = resultsOf(trials, undefined, language)
  const [first] = results
  if (!first) return html`<p class="advice">${say`No round has ended yet.`}</p>`
  const { fork, round, scenario } = trials.at(-1)!
  const isOfContainers = unitOf(first) === 'container'
  return html`${first.place === 'lab' ? html`<p class="muted">${emulatedTitle(language)}</p>` : ''}
    <p class="advice">
      ${isOfContainers ? say`${count(first.forks, 'container')} of each function` : say`Fork ${fork}, round ${round} of ${scenario.rounds}`}
    </p>
    <p class="muted">${standOf(first, language)}</p>
    ${results.map((one) => drawnOf(one, results.length > 1, language))}`
}

/** What may be said of it already. */
function standOf(result: Result, { say }: Language): string {
  return result.look === undefined
    ? say`No words before the first look: until then it may all change.`
    : say`Judged after ${result.look.forks} forks, of which all here is; more is shown with the next look.`
}

function drawnOf(result: Result, isOneOfSeveral: boolean, language: Language): Html {
  const look = { colours: coloursOf(result.arms), language }
  const pictures = [forest({ ...result, unit: unitOf(result) }, look), distributions(result, look)]
  const drawn = ofSize(
    result,
    pictures.filter((picture) => picture !== undefined),
  )
  return html`${isOneOfSeveral ? html`<h2 class="size">${titleOf(result, language)}</h2>` : ''}
  ${drawStrategies(result, look)} ${drawn.map((picture) => drawFigure(picture, language))}`
}
