import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import { isSelectable } from '../plan/schedule.ts'
import { formatNumber } from './format.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import type { Section } from './section.ts'

/** What each strategy takes and costs at each size, beside each other; undefined where there is one size. */
export function sizesSection(results: readonly Result[], messages: Messages = ENGLISH): Section | undefined {
  if (results.length < 2) return undefined
  const variants = new Set(
    results.flatMap((result) => result.variants.flatMap(({ variant, role }) => (isSelectable(role) ? variant : []))),
  )
  const sizes = results.map(({ scenario }) => `${scenario.memoryMb} MB`)
  return {
    title: messages.lambda.memorySizesTitle,
    head: ['', ...sizes, ...sizes.map((size) => messages.lambda.usdAtSizeColumn(size))],
    rows: Array.from(variants, (variant) => [
      variant,
      ...results.map((one) => makespanOf(one, variant)),
      ...results.map((one) => usdOf(one, variant)),
    ]),
    isNumeric: true,
    notes: [messages.lambda.memorySizesNote],
  }
}

function makespanOf({ variants }: Result, name: string): string {
  const variant = variants.find((one) => one.variant === name)
  return variant ? formatNumber(variant.makespanMs.median) : '–'
}

function usdOf({ lambda }: Result, name: string): string {
  return lambda?.warm.find((row) => row.variant === name)?.usdPerMillion?.mean.toFixed(2) ?? '–'
}
