import { html } from 'hono/html'
import type { ArmResult, Result } from '../result.ts'
import { strategySection } from '../strategy-section.ts'
import type { Look } from './picture.ts'
import { drawNotes, drawTable, type Html } from './table.ts'

/** Everything that is known of each strategy, with the words in their colours. */
export function drawStrategies(result: Result, { colours, language }: Look): Html {
  const section = strategySection(result, language)
  const look = { label: language.say`Strategies`, name: 'strategies', colours, tones: result.arms.map(toneOf) }
  return html`${drawTable(section, look)} ${drawNotes(section.notes)}`
}

/** What a word is to whoever looks for something better. */
function toneOf({ role, verdict }: ArmResult): string {
  if (role !== 'candidate' || !verdict) return ''
  if (verdict.word === 'faster' || verdict.word === 'slower') return verdict.word
  return verdict.word === 'wrong output' || verdict.word === 'unreliable' ? 'broken' : ''
}
