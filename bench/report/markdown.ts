import type { Section } from './section.ts'

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
