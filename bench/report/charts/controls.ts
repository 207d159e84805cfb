import type { Block } from '../document.ts'
import { tableOf } from '../build-table.ts'
import { chartBlock } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import { aaCheckText, sensitivityCheckText, slowdownText } from '../messages/controls.ts'
import { SLOWED_BY, slowdownIn } from '../../plan/schedule.ts'
import { formatRatio } from '../format.ts'
import { asPercent } from '../messages/formats.ts'
import { formatVerdict } from '../verdict-text.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { type Compares, ratioIntervals } from './forest.ts'

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
  messages: Messages,
): Block | undefined {
  const colours = coloursOf(all)
  const variants = all.filter(({ role, ratio }) => ratio && (role === 'aa-check' || role === 'sensitivity-check'))
  if (variants.length === 0) return undefined
  const hasSensitivityCheck = variants.some(({ role }) => role === 'sensitivity-check')
  // Jobs that wait for the one before are late by more than it is slower.
  const isMeant = hasSensitivityCheck && !ofLatency
  const percent = asPercent(scenario.margin)
  return chartBlock({
    id: 'controls',
    title: messages.charts.controlsTitle,
    description: hasSensitivityCheck
      ? messages.charts.controlsBothDescription(scenario.reference, slowdownText(scenario))
      : messages.charts.controlsAaCheckDescription(scenario.reference),
    drawing: ratioIntervals(variants, {
      colours,
      margin: scenario.margin,
      xLabel: messages.charts.ratioAxis,
      labelOf: (variant) => formatRatio(variant, messages),
      reach: [1 / 1.12, 1.12],
      markedValues: isMeant ? [1 + (slowdownIn(scenario.variants) ?? SLOWED_BY)] : [],
    }),
    keys: [
      { label: messages.charts.controlsMarginKey(percent), colour: 'band', mark: 'area' },
      ...(isMeant
        ? [
            {
              label: messages.charts.controlsSlowedKey(slowdownText(scenario)),
              colour: 'muted',
              mark: 'line',
              dash: '3 3',
            } as const,
          ]
        : []),
    ],
    table: tableOf(
      variants,
      [
        { head: messages.charts.controlsCopyColumn, cellOf: ({ variant }) => variant },
        { head: messages.charts.ratioIntervalColumn, cellOf: (variant) => formatRatio(variant, messages) },
        {
          head: messages.comparison.verdictColumn,
          isText: true,
          cellOf: (variant) => formatVerdict(variant, scenario.margin, { unit, messages }),
        },
      ],
      {
        notes: [
          aaCheckText({ aaCheck, scenario, target }, messages),
          sensitivityCheckText({ sensitivityCheck, scenario, target }, messages),
        ],
      },
    ),
  })
}
