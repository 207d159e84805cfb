import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Messages } from '../report/messages/messages.ts'
import type { SelectionCriteria } from '../judge/selection-criteria.ts'
import { isScheduled, wholeBlocks } from '../judge/load/rate-blocks.ts'
import { summarizeRate } from '../judge/load/summarize-rate.ts'
import { emulatedTitle } from '../report/emulation.ts'
import { titleOf, unitOf } from '../report/format.ts'
import { drawDocument, withUnits } from '../report/page/document.ts'
import { drawFigure } from '../report/page/figure.ts'
import { coloursOf } from '../report/page/drawing/palette.ts'
import { ofSize } from '../report/page/pictures.ts'
import { distributions } from '../report/page/pictures/distributions.ts'
import { forest } from '../report/page/pictures/forest.ts'
import { drawRateStrategies, ratePicturesOf } from '../report/page/rate-page.ts'
import { drawStrategies } from '../report/page/strategies.ts'
import { sweepPicturesOf } from '../report/page/sweep-page.ts'
import type { Html } from '../report/page/html.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import { resultsOf } from '../judge/comparison/results.ts'
import { formatCoordinates } from '../scenario/cell-labels.ts'
import { type RecordedCell, shuffledCells, type SweepRecord } from '../trial/sweep-record.ts'
import type { SweepResult } from '../judge/sweep/judgement.ts'
import type { Trial } from '../trial/trial.ts'
import type { Shown } from './viewers.ts'

/** What goes on in a folder, as far as it has come. */
export interface RunSoFar {
  /** Of a sweep those of the cell that is measured. */
  readonly trials: readonly Trial[]
  /** Selection criteria; jobs on a schedule have none. */
  readonly criteria: SelectionCriteria
  readonly sweep?: SweepSoFar
}

/** A sweep that goes on. */
export interface SweepSoFar {
  readonly record: SweepRecord
  /** The one that is measured. */
  readonly cell: RecordedCell
  /** Of all others that came to a look, where there are any. */
  readonly others?: SweepResult
}

/** What runs in the browser: it draws what it is sent, and reports when that is done. */
const SCRIPT = readFileSync(new URL('live.js', import.meta.url), 'utf8')

const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64')

/** A run that goes on, as a page: what there is so far, without a verdict before its first look. */
export function drawLivePage(name: string, { content, ticket }: Shown, messages: Messages): string {
  return drawDocument(
    {
      title: name,
      verdicts: [messages.live.inProgress],
      subject: messages.live.updatePolicy,
      badges: [],
      body: [html`<div id="live" data-ticket="${ticket}">${raw(content)}</div>`],
      live: { source: SCRIPT, hash: SCRIPT_HASH },
    },
    messages,
  )
}

/** The part of that page that changes as it goes on. */
export function drawLive(run: RunSoFar, messages: Messages): string {
  // It is a String until something is done with it.
  return withUnits((drawnSoFar(run, messages) as string).trim())
}

function drawnSoFar({ trials, criteria, sweep }: RunSoFar, messages: Messages): Html {
  const drawRace = () => drawRaceSoFar(trials, criteria, messages)
  if (sweep) return drawSweepSoFar(sweep, drawRace(), messages)
  return trials.some(isScheduled) ? drawRateSoFar(trials, messages) : drawRace()
}

/** The comparison of one cell, as drawn, below what the other cells show together. */
function drawSweepSoFar({ record, cell, others }: SweepSoFar, comparison: Html, messages: Messages): Html {
  const cells = shuffledCells(record)
  const number = cells.findIndex(({ folder }) => folder === cell.folder) + 1
  return html`${others ? sweepPicturesOf({ result: others, messages }).map((picture) => drawFigure(picture, messages)) : ''}
    <h2 class="size">
      ${messages.live.sweepCell({ number, total: cells.length, coordinates: formatCoordinates(cell.at) })}
    </h2>
    ${comparison}`
}

/** Strategies or functions that are compared, as far as they have come. */
function drawRaceSoFar(trials: readonly Trial[], criteria: SelectionCriteria, messages: Messages): Html {
  const results = resultsOf(trials, criteria)
  const [first] = results
  if (!first) return html`<p class="advice">${messages.live.noIterationYet}</p>`
  const { block, iteration, scenario } = trials.at(-1)!
  const isOfContainers = unitOf(first) === 'container'
  return html`${first.target === 'lab' ? html`<p class="muted">${emulatedTitle(messages)}</p>` : ''}
    <p class="advice">
      ${isOfContainers ? messages.live.containersPerFunction(messages.count(first.blocks, 'container')) : messages.live.iterationProgress({ block, iteration, iterations: scenario.iterations })}
    </p>
    <p class="muted">${standOf(first, messages)}</p>
    ${results.map((one) => drawnOf(one, results.length > 1, messages))}`
}

/** Up to which look verdicts are shown. */
function standOf(result: Result, messages: Messages): string {
  const { look } = result
  if (!look) return messages.live.noVerdictsYet
  const blocks = messages.count(look.blocks, unitOf(result))
  return look.last ? messages.live.judgedAtLastLook(blocks) : messages.live.judgedAtLook(blocks)
}

function drawnOf(result: Result, isOneOfSeveral: boolean, messages: Messages): Html {
  const look = { colours: coloursOf(result.variants), messages }
  const pictures = [forest({ ...result, unit: unitOf(result) }, look), distributions(result, look)]
  const drawn = ofSize(
    result,
    pictures.filter((picture) => picture !== undefined),
  )
  return html`${isOneOfSeveral ? html`<h2 class="size">${titleOf(result, messages)}</h2>` : ''}
  ${drawStrategies(result, look)} ${drawn.map((picture) => drawFigure(picture, messages))}`
}

/** Jobs on a schedule, as far as they have come: a series is listed when it has ended, and all together once a block is whole. */
function drawRateSoFar(trials: readonly Trial[], messages: Messages): Html {
  const { block, scenario } = trials.at(-1)!
  const done = new Set(
    trials.flatMap((trial) => (trial.block === block && trial.phase === 'measured' ? [trial.variant] : [])),
  )
  const stand = html`<p class="advice">
    ${messages.live.loadProgress({ block, finished: done.size, variants: scenario.variants.length })}
  </p>`
  if (wholeBlocks(trials).length === 0) return stand
  const result = summarizeRate(trials)
  return html`${stand} ${result.look ? '' : html`<p class="muted">${messages.live.noVerdictsYet}</p>`}
  ${drawRateStrategies(result, messages)}
  ${ratePicturesOf({ result, messages }).map((picture) => drawFigure(picture, messages))}`
}
