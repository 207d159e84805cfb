import type { Messages } from '../../messages/messages.ts'
import { formatNumber } from '../../format.ts'
import { timeBreakdownSection } from '../../local-sections.ts'
import { phaseIn } from '../../phase-names.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import { phaseNamesOf, phaseSection } from '../../sections.ts'
import type { Section } from '../../section.ts'
import { PARTS } from '../../../judge/comparison/time-breakdowns.ts'
import type { Series } from '../drawing/drawing.ts'
import type { Colour } from '../drawing/palette.ts'
import type { Look, Picture } from '../drawing/picture.ts'

interface Bar {
  readonly variant: string
  readonly totalMs: number
  /** One for each part, in their order. */
  readonly lengthsMs: readonly number[]
}

/** What each variant's time consists of, which shows where the difference between two comes from: by its own timestamps, and by X-Ray. */
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
  parts: readonly Series[],
  bars: readonly Bar[],
  table: Section,
  messages: Messages,
): Picture {
  return {
    id,
    title: table.title,
    description: messages.charts.phasesDescription,
    drawing: {
      chart: 'stacked-bars',
      parts,
      rows: bars.map(({ variant, lengthsMs, totalMs }) => ({
        name: variant,
        lengths: lengthsMs,
        total: totalMs,
        label: formatNumber(totalMs),
      })),
      xLabel: messages.charts.phasesTimeAxis,
    },
    keys: parts.map(({ name, colour }) => ({ label: name, colour, mark: 'area' })),
    table,
  }
}
