import { formatRatio, formatVerdict } from '../../format.ts'
import type { Result } from '../../result.ts'
import type { Look, Picture } from '../picture.ts'
import { type Compares, ratioPlot } from './forest.ts'

/** What became of two copies of the reference, one as it is and one made slower: whether the others can be believed. */
export function guards(
  { arms: all, scenario, unit, guard, planted }: Compares & Pick<Result, 'guard' | 'planted'>,
  { colours, language }: Look,
): Picture | undefined {
  const { say } = language
  const arms = all.filter(({ role, ratio }) => ratio && (role === 'guard' || role === 'planted'))
  if (arms.length === 0) return undefined
  const percent = `${+(scenario.margin * 100).toFixed(1)} %`
  return {
    id: 'guards',
    title: say`Whether this can be believed`,
    description: say`Two copies of ${scenario.reference} ran along, one as it is (A/A) and one made 10 % slower. The first has to come out within the band, the second right of 1; otherwise the machine is too noisy for differences of this size.`,
    plot: (width) =>
      ratioPlot(arms, {
        width,
        colours,
        margin: scenario.margin,
        labelOf: (arm) => formatRatio(arm, language),
        reach: [1 / 1.12, 1.12],
      }),
    keys: [{ label: say`within ${percent}`, colour: 'band', mark: 'area' }],
    table: {
      title: '',
      head: ['', say`ratio (interval)`, say`word`],
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
