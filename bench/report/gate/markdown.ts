import { asMarkdown, drawMarkdownSection } from '../markdown.ts'
import type { JudgedGate } from '../../judge/gate/gate.ts'
import { closingSentence } from './outcome.ts'
import { gateSection } from './section.ts'

/** A gate as Markdown, as the summary of a job in CI shows it. `name`: of the scenario. */
export function drawGateMarkdown(name: string, judged: JudgedGate): string {
  const section = drawMarkdownSection(gateSection(judged)).trimStart()
  return `${section.replace(/^## .*/, (title) => `${title}, ${asMarkdown(name)}`)}\n**${asMarkdown(closingSentence(judged))}**\n`
}
