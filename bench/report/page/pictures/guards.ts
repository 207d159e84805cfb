import { ruleX } from '@observablehq/plot'
import { PLANTED_SHARE } from '../../../plan/schedule.ts'
import { asPercent, formatRatio, formatVerdict } from '../../format.ts'
import type { Result } from '../../../judge/result.ts'
import { inCss } from '../palette.ts'
import type { Look, Picture } from '../picture.ts'
import { type Compares, ratioPlot } from './forest.ts'

/** What became of two copies of the reference, one as it is and one made slower: whether the others can be believed. */
export function guards(
  { arms: all, scenario, unit, ofLatency = false, guard, planted }: Compares & Pick<Result, 'guard' | 'planted'>,
  { colours, language }: Look,
): Picture | undefined {
  const { say } = language
  const arms = all.filter(({ role, ratio }) => ratio && (role === 'guard' || role === 'planted'))
  if (arms.length === 0) return undefined
  const hasPlanted = arms.some(({ role }) => role === 'planted')
  // Jobs that wait for the one before are late by more than it is slower.
  const isMeant = hasPlanted && !ofLatency
  const percent = asPercent(scenario.margin)
  return {
    id: 'guards',
    title: say`Whether this can be believed`,
    description: hasPlanted
      ? say`Two copies of ${scenario.reference} ran along, one as it is (A/A) and one made 10 % slower. The first has to come out within the band, the second right of 1; otherwise the machine is too noisy for differences of this size.`
      : say`A copy of ${scenario.reference} ran along, as it is (A/A). It has to come out within the band; otherwise the machine is too noisy for differences of this size.`,
    plot(width) {
      const options = ratioPlot(arms, {
        width,
        colours,
        margin: scenario.margin,
        unit: say`ratio`,
        labelOf: (arm) => formatRatio(arm, language),
        reach: [1 / 1.12, 1.12],
      })
      const made = ruleX(isMeant ? [1 + PLANTED_SHARE] : [], {
        stroke: inCss('muted'),
        strokeDasharray: '3 3',
        y1: 0,
        y2: arms.length,
      })
      return { ...options, marks: [...options.marks!, made] }
    },
    keys: [
      { label: say`within ${percent}`, colour: 'band', mark: 'area' },
      ...(isMeant ? [{ label: say`10 % slower`, colour: 'muted', mark: 'line', dash: '3 3' } as const] : []),
    ],
    table: {
      title: '',
      head: [say`copy`, say`ratio (interval)`, say`word`],
      rows: arms.map((arm) => [
        arm.arm,
        formatRatio(arm, language),
        formatVerdict(arm, scenario.margin, { unit, language }),
      ]),
      isNumeric: true,
      notes: [say`A/A guard: ${guard.sentence}.`, say`Planted arm: ${planted.sentence}.`],
    },
  }
}
