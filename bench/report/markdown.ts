import {
  formatCpuMs,
  formatDuration,
  formatLimits,
  formatMegabytes,
  formatNumber,
  formatOverStructural,
  formatRatio,
  formatRounds,
  formatStallMs,
  formatSubject,
  formatSummary,
  formatVerdict,
  remarksOn,
  titleOf,
  unitOf,
} from './format.ts'
import { EMULATED } from './emulation.ts'
import type { Result } from './result.ts'
import { type Section, sectionsOf } from './sections.ts'

/** The report as Markdown, for a pull request or a wiki. */
export function drawMarkdown(result: Result): string {
  const { scenario, arms, environment, feeds, place } = result
  const subject = formatSubject(result)
  // Of functions, these are the machine's that asked them.
  const cores = place === 'aws' ? `asked from ${environment.cores} cores` : `${environment.cores} cores`
  const check = feeds > 0 && scenario.check !== 'unknown' ? `; check: ${scenario.check}` : ''
  const emulated = result.place === 'lab' ? `**${EMULATED}.**\n\n` : ''
  return `# ${titleOf(result)}

${emulated}**${result.advice}**

${subject === '' ? '' : `${subject}; `}${formatRounds(result)}, ${formatDuration(result.elapsedMs)};
${place}, ${cores} of ${environment.cpu}, Node ${environment.node}, revision ${environment.revision}${check}.

| strategy | makespan, ms (95 %) | time over ${scenario.reference} | rank | word | makespan / structural | held / drawn | first notification, ms | CPU, ms | stall, ms | peak RSS, MB | sockets | limits |
| --- | ---: | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
${arms
  .map(
    (arm) =>
      `| ${arm.arm} | ${formatSummary(arm.makespanMs)} | ${formatRatio(arm)} | ${arm.letters ?? ''} | ${formatVerdict(arm, scenario.margin, unitOf(result))} | ${formatOverStructural(arm)} | ${arm.heldOverDrawn?.toFixed(2) ?? '–'} | ${arm.firstNotificationMs ? formatNumber(arm.firstNotificationMs.median) : '–'} | ${formatCpuMs(arm)} | ${formatStallMs(arm)} | ${formatMegabytes(arm.peakRssBytes)} | ${arm.peakConnections ?? '–'} | ${formatLimits(arm.limits)} |`,
  )
  .join('\n')}

${remarksOn(result)
  .map((remark) => `- ${remark}`)
  .join('\n')}
${sectionsOf(result).map(drawMarkdownSection).join('')}`
}

/** A table, with what stands under it. */
export function drawMarkdownSection({ title, head, rows, isNumeric, notes }: Section): string {
  // Names of subsegments are anybody's.
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = line(head.map((_, index) => (index > 0 && isNumeric ? '---:' : '---')))
  const told = notes.length === 0 ? '' : `\n${notes.map((note) => `- ${note}\n`).join('')}`
  const table = rows.length === 0 ? '' : `\n${[line(head), rule, ...rows.map(line)].join('\n')}\n`
  return `\n## ${title}\n${table}${told}`
}
