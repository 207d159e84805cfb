import type { Block, Check, ReportDocument, Table } from '../document.ts'
import { isKnownIn } from '../known-columns.ts'
import type { Messages } from '../messages/messages.ts'

/**
 * Text that stays what it is: names are anybody's, and no part of a page is to be made of one. Backslashes before what would begin emphasis,
 * code, a link, HTML, a character reference or a further cell, and before what would end a strike-through; addresses that would become
 * links by themselves, of mail too, and mentions are broken by a comment, which is not shown. Source: GitHub Flavored Markdown Spec, sections 6.1 and 6.9.
 */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>|]|~~+|(?<=\S)~|&(?=#?\w+;)|!(?=\[)/g, (mark) => mark.replaceAll(/./g, '\\$&'))
    .replaceAll(/\bwww(?=\.)|:(?=\/\/)|@/gi, '$&<!---->')
}

/** As a point of a list, in which no line begins another list, a title or a rule. */
function drawItem(text: string): string {
  return `- ${escaped(text).replace(/^(\s*)([-+#=]|\d+(?=[.)]))/, (_, space: string, mark: string) => (/\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`))}`
}

/** A report as Markdown, for a pull request or a wiki: what is `full` is folded, charts are their numbers. */
export function drawMarkdown(document: ReportDocument, messages: Messages): string {
  return `${paragraphsOf(document, 1, messages).join('\n\n')}\n`
}

function paragraphsOf(document: ReportDocument, level: 1 | 2, messages: Messages): string[] {
  const { title, subject = '', caution, recommendation, measured, checks, blocks, parts = [] } = document
  const about = [subject, ...measured].filter((text) => text !== '')
  const summary = blocks.filter(({ detail }) => detail === 'summary')
  const full = blocks.filter(({ detail }) => detail === 'full')
  return [
    `${'#'.repeat(level)} ${escaped(title)}`,
    ...(caution === undefined ? [] : [`**${escaped(caution)}**`]),
    `**${escaped(recommendation.headline)}**`,
    ...recommendation.details.map(escaped),
    ...(recommendation.reason === undefined ? [] : [escaped(recommendation.reason)]),
    ...(about.length === 0 ? [] : [escaped(messages.beside(about))]),
    ...summary.flatMap((block) => drawBlock(block, level)),
    ...drawChecks(checks, level, messages),
    ...full.flatMap((block) => drawBlock(block, level)),
    ...parts.flatMap((part) => paragraphsOf(part, 2, messages)),
  ]
}

/** Each check in a row, with whether it is as it should be. */
function drawChecks(checks: readonly Check[], level: 1 | 2, messages: Messages): string[] {
  if (checks.length === 0) return []
  const { title, statusGood, statusBad, statusPlain } = messages.checks
  const words = { good: statusGood, bad: statusBad, plain: statusPlain }
  return [
    `${'#'.repeat(level + 1)} ${escaped(title)}`,
    ...drawList(checks.map(({ tone, name, text }) => messages.labelled(words[tone], messages.labelled(name, text)))),
  ]
}

function drawBlock({ title, detail, body }: Block, level: 1 | 2): string[] {
  const drawn = drawBody(body)
  if (drawn.length === 0) return []
  // Below an empty line, as GitHub reads Markdown within HTML.
  return detail === 'full' && title !== ''
    ? [`<details><summary>${escaped(title)}</summary>`, ...drawn, '</details>']
    : [...(title === '' ? [] : [`${'#'.repeat(level + 1)} ${escaped(title)}`]), ...drawn]
}

function drawBody(body: Block['body']): string[] {
  switch (body.is) {
    case 'table':
      return drawTable(body)
    case 'chart':
      return drawTable(body.table)
    case 'notes':
      return drawList(body.notes)
  }
}

function drawList(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [items.map(drawItem).join('\n')]
}

function drawTable({ columns, rows, notes }: Table): string[] {
  const isKnown = isKnownIn(rows.map(({ cells }) => cells))
  const known = columns.filter(isKnown)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const drawn = [
    line(known.map(({ head }) => escaped(head))),
    line(known.map(({ isNumeric }, place) => (isNumeric && place > 0 ? '---:' : '---'))),
    ...rows.map(({ cells }) => line(cells.filter(isKnown).map(escaped))),
  ]
  return [...(rows.length === 0 ? [] : [drawn.join('\n')]), ...drawList(notes)]
}
