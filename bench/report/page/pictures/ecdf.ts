import { lineY } from '@observablehq/plot'
import { quantile } from '../../../statistics/quantile.ts'
import { isContestant } from '../../../schedule.ts'
import { formatNumber } from '../../format.ts'
import type { Result } from '../../result.ts'
import { bottomAxis, leftAxis, MARGINS } from '../axes.ts'
import { inCss } from '../palette.ts'
import type { Look, Picture } from '../picture.ts'
import { dashOf } from '../dashes.ts'
import { logDomain, logTicks } from '../ticks.ts'

/** More than these nobody could see. */
const MOST_POINTS = 500

const SHARES = [0, 0.25, 0.5, 0.75, 1]

/** Which share of its runs had ended by when. */
export function ecdf(result: Result, { colours, language: { say } }: Look): Picture {
  const arms = result.arms.filter(({ role }) => isContestant(role))
  return {
    id: 'ecdf',
    title: say`By when how many runs had ended`,
    description: say`Each line climbs from none of a strategy’s runs to all of them: one that lies further left is faster, a steep one is steady, and a long flat end is a tail.`,
    plot(width) {
      const domain = logDomain(arms.flatMap(({ samplesMs }) => samplesMs))
      const inner = width - MARGINS.marginLeft - MARGINS.marginRight
      return {
        width,
        height: 260,
        ...MARGINS,
        x: { type: 'log', domain: [...domain], axis: null },
        y: { domain: [0, 1], axis: null },
        marks: [
          ...bottomAxis(logTicks(domain, inner, String), { unit: say`makespan, ms` }),
          ...leftAxis(SHARES, { format: (share) => `${share * 100} %`, unit: say`of all runs` }),
          ...arms.map(({ arm, samplesMs }, index) =>
            lineY(stepsOf(samplesMs, domain), {
              x: 'ms',
              y: 'share',
              curve: 'step-after',
              stroke: inCss(colours.get(arm)!),
              strokeWidth: 2,
              strokeDasharray: dashOf(index),
            }),
          ),
        ],
      }
    },
    keys: arms.map(({ arm }, index) => ({ label: arm, colour: colours.get(arm)!, mark: 'line', dash: dashOf(index) })),
    table: {
      title: '',
      head: ['', ...SHARES.map((share) => say`${share * 100} % by, ms`)],
      rows: arms.map(({ arm, samplesMs }) => [arm, ...SHARES.map((share) => formatNumber(quantile(samplesMs, share)))]),
      isNumeric: true,
      notes: [],
    },
  }
}

/** From the left edge to the right one; a run that never ended is in the whole, and keeps its line from the top. */
function stepsOf(samplesMs: readonly number[], [low, high]: readonly [number, number]) {
  const sorted = samplesMs.toSorted((a, b) => a - b)
  const every = Math.max(1, sorted.length / MOST_POINTS)
  const steps = [{ ms: low, share: 0 }]
  for (let rank = every; rank <= sorted.length + 0.5; rank += every) {
    const place = Math.min(sorted.length, Math.round(rank))
    const ms = sorted[place - 1]!
    if (Number.isFinite(ms)) steps.push({ ms, share: place / sorted.length })
  }
  return [...steps, { ms: high, share: steps.at(-1)!.share }]
}
