import { recommendedIn } from '../../judge/comparison/recommendation.ts'
import { html } from 'hono/html'
import { isSelectable } from '../../plan/schedule.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'
import { resourceSection, strategySection } from '../strategy-section.ts'
import { drawGlossary } from './glossary.ts'
import type { Look } from './drawing/picture.ts'
import { drawNotes, drawTable } from './table.ts'
import type { Html } from './html.ts'

/** Everything that is known of each strategy: what is said of it, with the words in their colours, and what it takes. */
export function drawStrategies(result: Result, { colours, messages }: Look): Html {
  const { variants } = result
  const recommended = recommendedIn(result)
  const said = strategySection(result, messages)
  const taken = resourceSection(result, messages)
  const tones = variants.map((variant, index) =>
    `${toneOf(variant)} ${isFirstCopy(variants, index) ? 'copies' : ''}`.trim(),
  )
  const marks = new Map(recommended === undefined ? [] : [[recommended, messages.page.recommendedBadge]])
  return html`${drawTable(said, { label: messages.page.variantsTableLabel, name: 'strategies', colours, tones, marks })}
    <h2>${messages.page.resourcesTitle}</h2>
    ${drawTable(taken, { label: messages.page.resourcesTitle, name: 'resources', colours, tones })}
    ${drawNotes(said.notes)} ${drawGlossary([said, taken], messages)}`
}

/** What a word is to whoever looks for something better. */
function toneOf({ role, verdict }: VariantResult): string {
  if (role !== 'candidate' || !verdict) return ''
  if (verdict.code === 'faster' || verdict.code === 'slower') return verdict.code
  return verdict.code === 'output-mismatch' || verdict.code === 'unreliable' ? 'broken' : ''
}

/** Where those end that one may ship. */
function isFirstCopy(variants: readonly VariantResult[], index: number): boolean {
  return index > 0 && !isSelectable(variants[index]!.role) && isSelectable(variants[index - 1]!.role)
}
