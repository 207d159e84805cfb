import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Messages } from '../report/messages/messages.ts'
import type { SelectionCriteria } from '../judge/selection-criteria.ts'
import { isScheduled, wholeBlocks } from '../judge/load/blocks.ts'
import { summarizeLoad } from '../judge/load/summarize.ts'
import { comparisonDocument } from '../report/documents/comparison.ts'
import { loadDocument } from '../report/documents/load.ts'
import { sweepDocument } from '../report/documents/sweep.ts'
import type { Block, ReportDocument } from '../report/document.ts'
import { unitOf } from '../report/format.ts'
import { drawBlocks, drawHtml, withUnits } from '../report/render/html.ts'
import type { Html } from '../report/render/html/html.ts'
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
  const document: ReportDocument = {
    kind: 'live',
    title: name,
    recommendation: { headline: messages.live.inProgress, details: [] },
    measured: [messages.live.updatePolicy],
    checks: [],
    blocks: [],
    next: [],
  }
  const body = html`<div id="live" data-ticket="${ticket}">${raw(content)}</div>`
  return drawHtml(document, { messages, live: { body, script: { source: SCRIPT, hash: SCRIPT_HASH } } })
}

/** The part of that page that changes as it goes on. */
export function drawLive(run: RunSoFar, messages: Messages): string {
  // It is a String until something is done with it.
  return withUnits((drawnSoFar(run, messages) as string).trim())
}

function drawnSoFar({ trials, criteria, sweep }: RunSoFar, messages: Messages): Html {
  const drawRace = () => drawRaceSoFar(trials, criteria, messages)
  if (sweep) return drawSweepSoFar(sweep, drawRace(), messages)
  return trials.some(isScheduled) ? drawLoadSoFar(trials, messages) : drawRace()
}

/** The comparison of one cell, as drawn, below what the other cells show together. */
function drawSweepSoFar({ record, cell, others }: SweepSoFar, comparison: Html, messages: Messages): Html {
  const cells = shuffledCells(record)
  const number = cells.findIndex(({ folder }) => folder === cell.folder) + 1
  return html`${others ? drawBlocks(chartsOf(sweepDocument(others, messages)), messages) : ''}
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
  return html`${first.target === 'lab' ? html`<p class="muted">${messages.emulation.banner}</p>` : ''}
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

/** Blocks of a comparison that are drawn during a run: what they show changes with every iteration. */
const SHOWN = ['ranking', 'ratios', 'distributions', 'controls', 'resources']

function drawnOf(result: Result, isOneOfSeveral: boolean, messages: Messages): Html {
  const { title, blocks } = comparisonDocument({ results: [result] }, messages)
  const shown = blocks.filter(({ id }) => SHOWN.some((one) => id === one || id.startsWith(`${one}-`)))
  return html`${isOneOfSeveral ? html`<h2 class="size">${title}</h2>` : ''} ${drawBlocks(shown, messages)}`
}

/** Jobs on a schedule, as far as they have come: a series is listed when it has ended, and all together once a block is whole. */
function drawLoadSoFar(trials: readonly Trial[], messages: Messages): Html {
  const { block, scenario } = trials.at(-1)!
  const done = new Set(
    trials.flatMap((trial) => (trial.block === block && trial.phase === 'measured' ? [trial.variant] : [])),
  )
  const stand = html`<p class="advice">
    ${messages.live.loadProgress({ block, finished: done.size, variants: scenario.variants.length })}
  </p>`
  if (wholeBlocks(trials).length === 0) return stand
  const result = summarizeLoad(trials)
  return html`${stand} ${result.look ? '' : html`<p class="muted">${messages.live.noVerdictsYet}</p>`}
  ${drawBlocks(
    loadDocument(result, messages).blocks.filter(({ id, body }) => id === 'ranking' || body.is === 'chart'),
    messages,
  )}`
}

function chartsOf({ blocks }: ReportDocument): Block[] {
  return blocks.filter(({ body }) => body.is === 'chart')
}
