import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Language } from '../report/messages/language.ts'
import type { SelectionCriteria } from '../judge/selection-criteria.ts'
import { isScheduled } from '../judge/load/rate-blocks.ts'
import { drawDocument, withUnits } from '../report/page/document.ts'
import type { Html } from '../report/page/table.ts'
import type { Trial } from '../trial/trial.ts'
import { drawRaceSoFar } from './race-so-far.ts'
import { drawRateSoFar } from './rate-so-far.ts'
import { drawSweepSoFar, type SweepSoFar } from './sweep-so-far.ts'
import type { Shown } from './visitors.ts'

/** What goes on in a folder, as far as it has come. */
export interface RunSoFar {
  /** Of a sweep those of the cell that is raced. */
  readonly trials: readonly Trial[]
  /** What is to be shipped by; jobs on a schedule know none. */
  readonly criteria: SelectionCriteria
  readonly sweep?: SweepSoFar
}

/** What runs in the browser: it takes what it is sent, and says when that is drawn. */
const SCRIPT = readFileSync(new URL('live.js', import.meta.url), 'utf8')

const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64')

/** A run that goes on, as a page: what there is so far, without a word on it before its first look. */
export function drawLivePage(name: string, { html: soFar, ticket }: Shown, language: Language): string {
  const { say } = language
  return drawDocument(
    {
      title: name,
      verdicts: [say`Still measuring`],
      subject: say`Rounds, series of jobs and containers appear as they end; nothing is drawn or sent while a run is measured.`,
      badges: [],
      body: [html`<div id="live" data-ticket="${ticket}">${raw(soFar)}</div>`],
      live: { source: SCRIPT, hash: SCRIPT_HASH },
    },
    language,
  )
}

/** The part of that page that changes as it goes on. */
export function drawLive(run: RunSoFar, language: Language): string {
  // It is a String until something is done with it.
  return withUnits((drawnSoFar(run, language) as string).trim())
}

function drawnSoFar({ trials, criteria, sweep }: RunSoFar, language: Language): Html {
  const drawRace = () => drawRaceSoFar(trials, criteria, language)
  if (sweep) return drawSweepSoFar(sweep, drawRace(), language)
  return trials.some(isScheduled) ? drawRateSoFar(trials, language) : drawRace()
}
