import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import { emulatedTitle } from './emulation.ts'
import { formatDuration, formatIterations, formatSubject, titleOf } from './format.ts'
import { notesOn } from './notes.ts'
import { recommendationText } from './recommendation.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import { sectionsOf } from './sections.ts'
import type { Section } from './section.ts'
import { resourceSection, strategySection } from './strategy-section.ts'

/**
 * Text that stays what it is: names are anybody's, and no part of a page is to be made of one. Backslashes before what would begin emphasis,
 * code, a link, HTML, a character reference or a further cell, and before what would end a strike-through; addresses that would become
 * links by themselves, of mail too, and mentions are broken by a comment, which is not shown. Source: GitHub Flavored Markdown Spec, sections 6.1 and 6.9.
 */
export function asMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>|]|~~+|(?<=\S)~|&(?=#?\w+;)|!(?=\[)/g, (mark) => mark.replaceAll(/./g, '\\$&'))
    .replaceAll(/\bwww(?=\.)|:(?=\/\/)|@/gi, '$&<!---->')
}

/** As a point of a list, in which no line begins another list, a title or a rule. */
export function asMarkdownItem(text: string): string {
  return `- ${asMarkdown(text).replace(/^(\s*)([-+#=]|\d+(?=[.)]))/, (_, space: string, mark: string) => (/\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`))}`
}

/** The report as Markdown, for a pull request or a wiki. */
export function drawMarkdown(result: Result, messages: Messages = ENGLISH): string {
  const strategies = strategySection(result, messages)
  const resources = resourceSection(result, messages)
  const emulated = result.target === 'lab' ? `**${emulatedTitle(messages)}${messages.units.fullStop}**\n\n` : ''
  return `# ${asMarkdown(titleOf(result, messages))}

${emulated}**${asMarkdown(recommendationText(result, messages))}**

${asMarkdown(measuredLines(result, messages))}
${drawMarkdownTable(strategies)}${drawMarkdownTable(resources)}
${[...strategies.notes, ...resources.notes, ...notesOn(result, messages)].map(asMarkdownItem).join('\n')}
${sectionsOf(result, messages).map(drawMarkdownSection).join('')}`
}

/** How much was measured, and on what. */
function measuredLines(result: Result, messages: Messages): string {
  const { scenario, environment, items, target } = result
  const { cores, cpu, node, revision } = environment
  // Of functions, these are the machine's that asked them.
  const where =
    target === 'aws'
      ? messages.page.environmentAws({ target, cores, cpu, node, revision })
      : messages.page.environment({ target, cores, cpu, node, revision })
  const check = items > 0 && scenario.check !== 'unknown' ? messages.page.environmentCheck(scenario.check) : ''
  const measured = [
    formatSubject(result, messages),
    `${formatIterations(result, messages)}, ${formatDuration(result.elapsedMs, messages)}`,
  ]
  return `${measured.filter(Boolean).join('; ')};\n${where}${check}${messages.units.fullStop}`
}

/** A table, with what stands under it. */
export function drawMarkdownSection(section: Section): string {
  const { title, notes } = section
  const told = notes.length === 0 ? '' : `\n${notes.map((note) => `${asMarkdownItem(note)}\n`).join('')}`
  return `\n## ${asMarkdown(title)}\n${drawMarkdownTable(section)}${told}`
}

/** A table, after an empty line; nothing where it has no rows. */
export function drawMarkdownTable({ head, rows, isNumeric }: Section): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = line(head.map((_, index) => (index > 0 && isNumeric ? '---:' : '---')))
  const lines = [head, ...rows].map((cells) => line(cells.map(asMarkdown)))
  return rows.length === 0 ? '' : `\n${lines.toSpliced(1, 0, rule).join('\n')}\n`
}
