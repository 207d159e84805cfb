import { rect, text } from '@observablehq/plot'
import type { Messages } from '../../messages/messages.ts'
import { formatNumber } from '../../format.ts'
import { timeBreakdownSection } from '../../local-sections.ts'
import { phaseIn } from '../../phase-names.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import { phaseNamesOf, phaseSection } from '../../sections.ts'
import type { Section } from '../../section.ts'
import { PARTS } from '../../../judge/comparison/time-breakdowns.ts'
import { bottomAxis } from '../drawing/axes.ts'
import { type Colour, inCss } from '../drawing/palette.ts'
import { isNarrow, type Look, type Picture } from '../drawing/picture.ts'
import { rowsOf } from '../drawing/rows.ts'
import { linearTicks } from '../drawing/ticks.ts'

/** A part of what a run waited for, and the colour it has in every picture. */
interface Part {
  readonly name: string
  readonly colour: Colour
}

/** What one strategy's time is made of, in milliseconds: a length for each part, in their order. */
interface Bar {
  readonly variant: string
  readonly totalMs: number
  readonly lengthsMs: readonly number[]
}

/** What each strategy's time is made of, so that the gap between two can be seen where it comes from: by its own marks, and by X-Ray. */
export function phases(result: Result, { messages }: Look): Picture[] {
  const { timeBreakdowns, tracing } = result
  const parts = Object.keys(PARTS) as (keyof typeof PARTS)[]
  return [
    ...(timeBreakdowns.length === 0
      ? []
      : [
          pictureOf(
            'phases',
            parts.map((part) => ({ name: phaseIn(PARTS[part], messages), colour: COLOURS[PARTS[part]]! })),
            timeBreakdowns.map((row) => ({ ...row, lengthsMs: parts.map((part) => row[part]) })),
            timeBreakdownSection(result, messages),
            messages,
          ),
        ]),
    ...(!tracing || tracing.phases.length === 0
      ? []
      : [
          pictureOf(
            'traces',
            phaseNamesOf(tracing).map((name, index) => ({
              name: phaseIn(name, messages),
              colour: COLOURS[name] ?? OTHERS[index % OTHERS.length]!,
            })),
            tracing.phases.map((row) => ({
              ...row,
              lengthsMs: phaseNamesOf(tracing).map((name) => Math.max(0, row.phasesMs[name] ?? 0)),
            })),
            phaseSection(tracing, result, messages),
            messages,
          ),
        ]),
  ]
}

const COLOURS: Readonly<Record<string, Colour>> = {
  waiting: 'waiting',
  CPU: 'cpu',
  queueing: 'queueing',
  'start-up': 'start-up',
  fetch: 'fetch',
  check: 'check',
  notify: 'notify',
  service: 'own-3',
  handler: 'start-up',
  run: 'fetch',
  around: 'queueing',
  overhead: 'own-2',
}

/** Subsegments are called as anybody likes; no colour of a strategy of ours is theirs. */
const OTHERS = ['own-4', 'own-1', 'own-2', 'own-3'] as const

function pictureOf(
  id: string,
  parts: readonly Part[],
  bars: readonly Bar[],
  table: Section,
  messages: Messages,
): Picture {
  const { title } = table
  return {
    id,
    title,
    description: messages.charts.phasesDescription,
    plot: (width) => draw(parts, bars, width, messages),
    keys: parts.map(({ name, colour }) => ({ label: name, colour, mark: 'area' })),
    table,
  }
}

function draw(
  parts: readonly Part[],
  bars: readonly Bar[],
  width: number,
  messages: Messages,
): ReturnType<Picture['plot']> {
  const narrow = isNarrow(width)
  const rows = rowsOf(
    bars.map(({ variant }) => variant),
    width,
    { rowHeight: narrow ? 24 : 34, marginRight: 64 },
  )
  const longest = Math.max(...bars.map(({ totalMs }) => totalMs))
  const half = narrow ? 0.22 : 0.32
  const pieces = bars.flatMap(({ lengthsMs }, index) => {
    let fromMs = 0
    return parts.map(({ colour }, place) => {
      const x1 = fromMs
      fromMs += lengthsMs[place]!
      const middle = index + rows.middle
      return { x1, x2: fromMs, y1: middle - half, y2: middle + half, fill: inCss(colour) }
    })
  })
  return {
    ...rows.options,
    x: { domain: [0, longest], axis: null },
    marks: [
      ...bottomAxis(linearTicks([0, longest], rows.inner), { unit: messages.charts.phasesTimeAxis }),
      rect(pieces, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'fill' }),
      text(bars, {
        x: 'totalMs',
        y: (_, index: number) => index + rows.middle,
        text: ({ totalMs }: Bar) => formatNumber(totalMs),
        textAnchor: 'start',
        dx: 6,
        fontSize: 12,
        fontVariant: 'tabular-nums',
      }),
      ...rows.marks,
    ],
  }
}
