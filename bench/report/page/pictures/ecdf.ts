import { lineY } from '@observablehq/plot'
import { isSelectable } from '../../../plan/schedule.ts'
import { formatNumber } from '../../format.ts'
import type { VariantResult, Result } from '../../../judge/comparison/judgement.ts'
import { bottomAxis, leftAxis, MARGINS } from '../drawing/axes.ts'
import { inCss } from '../drawing/palette.ts'
import type { Look, Picture } from '../drawing/picture.ts'
import { dashOf } from '../drawing/dashes.ts'
import { type Domain, logDomain, logTicks } from '../drawing/ticks.ts'

/** More than these nobody could see. */
const MAX_POINTS = 500

const SHARES = [0, 0.25, 0.5, 0.75, 1]

/** Which share of its runs had ended by when. */
export function ecdf(result: Result, { colours, messages }: Look): Picture | undefined {
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  if (variants.every(({ samplesMs }) => samplesMs.length === 0)) return undefined
  const haveFailed = variants.some(({ samplesFailed }) => samplesFailed > 0)
  return {
    id: 'ecdf',
    title: messages.charts.ecdfTitle,
    description: messages.sentences([
      messages.charts.ecdfDescription,
      ...(haveFailed ? [messages.charts.ecdfFailedRuns] : []),
    ]),
    plot(width) {
      const domain = logDomain(variants.flatMap(({ samplesMs }) => samplesMs))
      const inner = width - MARGINS.marginLeft - MARGINS.marginRight
      return {
        width,
        height: 260,
        ...MARGINS,
        x: { type: 'log', domain: [...domain], axis: null },
        y: { domain: [0, 1], axis: null },
        marks: [
          ...bottomAxis(logTicks(domain, inner), { unit: messages.charts.makespanAxis }),
          ...leftAxis(SHARES, { format: (share) => `${share * 100} %`, unit: messages.charts.ecdfShareAxis }),
          ...variants.map((one, index) =>
            lineY(stepsOf(one, domain), {
              x: 'ms',
              y: 'share',
              curve: 'step-after',
              stroke: inCss(colours.get(one.variant)!),
              strokeWidth: 2,
              strokeDasharray: dashOf(index),
            }),
          ),
        ],
      }
    },
    keys: variants.map(({ variant }, index) => ({
      label: variant,
      colour: colours.get(variant)!,
      mark: 'line',
      dash: dashOf(index),
    })),
    table: {
      title: '',
      head: [
        messages.comparison.variantColumn,
        ...SHARES.map((share) => messages.charts.ecdfPercentileColumn(share * 100)),
      ],
      rows: variants.map((one) => [
        one.variant,
        ...SHARES.map((share) => {
          const ms = endedBy(one, share)
          return ms < Infinity ? formatNumber(ms) : messages.charts.ecdfNeverReached
        }),
      ]),
      isNumeric: true,
      notes: [],
    },
  }
}

type Runs = Pick<VariantResult, 'samplesMs' | 'samplesFailed'>

/** A run that failed takes longer than any other. */
function withFailed({ samplesMs, samplesFailed }: Runs): number[] {
  return [...samplesMs, ...Array.from({ length: samplesFailed }, () => Infinity)]
}

/** When that share of the runs had ended, by rank, as the line has it. */
function endedBy(runs: Runs, share: number): number {
  const sorted = withFailed(runs).toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}

/** From the first run that ended to the last; where runs never did, the line goes on to the right edge, below the top. */
function stepsOf(runs: Runs, [, high]: Domain) {
  const sorted = withFailed(runs).toSorted((a, b) => a - b)
  const every = Math.max(1, sorted.length / MAX_POINTS)
  const steps = sorted[0]! < Infinity ? [{ ms: sorted[0]!, share: 0 }] : []
  for (let rank = every; rank <= sorted.length + 0.5; rank += every) {
    const place = Math.min(sorted.length, Math.round(rank))
    const ms = sorted[place - 1]!
    if (Number.isFinite(ms)) steps.push({ ms, share: place / sorted.length })
  }
  return runs.samplesFailed === 0 || steps.length === 0 ? steps : [...steps, { ms: high, share: steps.at(-1)!.share }]
}
