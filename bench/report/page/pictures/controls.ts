import { aaCheckText, sensitivityCheckText } from '../../controls.ts'
import { ruleX } from '@observablehq/plot'
import { SLOWED_BY } from '../../../plan/schedule.ts'
import { asPercent, formatRatio, formatVerdict } from '../../format.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import { inCss } from '../drawing/palette.ts'
import type { Look, Picture } from '../drawing/picture.ts'
import { type Compares, ratioPlot } from './forest.ts'

/** What became of two copies of the reference, one as it is and one made slower: whether the others can be believed. */
export function controls(
  {
    variants: all,
    scenario,
    unit,
    ofLatency = false,
    aaCheck,
    sensitivityCheck,
    target,
  }: Compares & Pick<Result, 'aaCheck' | 'sensitivityCheck'> & Partial<Pick<Result, 'target'>>,
  { colours, language }: Look,
): Picture | undefined {
  const { say } = language
  const variants = all.filter(({ role, ratio }) => ratio && (role === 'aa-check' || role === 'sensitivity-check'))
  if (variants.length === 0) return undefined
  const hasSensitivityCheck = variants.some(({ role }) => role === 'sensitivity-check')
  // Jobs that wait for the one before are late by more than it is slower.
  const isMeant = hasSensitivityCheck && !ofLatency
  const percent = asPercent(scenario.margin)
  return {
    id: 'guards',
    title: say`Whether this can be believed`,
    description: hasSensitivityCheck
      ? say`Two copies of ${scenario.reference} ran along, one as it is (A/A) and one made 10 % slower. The first has to come out within the band, the second right of 1; otherwise the machine is too noisy for differences of this size.`
      : say`A copy of ${scenario.reference} ran along, as it is (A/A). It has to come out within the band; otherwise the machine is too noisy for differences of this size.`,
    plot(width) {
      const options = ratioPlot(variants, {
        width,
        colours,
        margin: scenario.margin,
        unit: say`ratio`,
        labelOf: (variant) => formatRatio(variant, language),
        reach: [1 / 1.12, 1.12],
      })
      const made = ruleX(isMeant ? [1 + SLOWED_BY] : [], {
        stroke: inCss('muted'),
        strokeDasharray: '3 3',
        y1: 0,
        y2: variants.length,
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
      rows: variants.map((variant) => [
        variant.variant,
        formatRatio(variant, language),
        formatVerdict(variant, scenario.margin, { unit, language }),
      ]),
      isNumeric: true,
      notes: [
        say`A/A guard: ${aaCheckText({ aaCheck, scenario, target }, language)}.`,
        say`Planted arm: ${sensitivityCheckText({ sensitivityCheck, scenario, target }, language)}.`,
      ],
    },
  }
}
