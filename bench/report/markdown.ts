import {
  formatDuration,
  formatLimits,
  formatMegabytes,
  formatNumber,
  formatRatio,
  formatSummary,
  formatVerdict,
  remarksOn,
} from './format.ts'
import { EMULATED } from './emulation.ts'
import type { Result } from './result.ts'
import { type Section, sectionsOf } from './sections.ts'

/** The report as Markdown, for a pull request or a wiki. */
export function drawMarkdown(result: Result): string {
  const { scenario, arms, environment } = result
  const emulated = result.place === 'lab' ? `**${EMULATED}.**\n\n` : ''
  return `# ${scenario.name}: ${result.advice}

${emulated}${result.feeds} feeds, ${result.ledger.accepted} notifications; ${result.roundsCounted} rounds in ${result.forks} ${result.forks === 1 ? 'fork' : 'forks'}, ${formatDuration(result.elapsedMs)};
${result.place}, ${environment.cores} cores of ${environment.cpu}, Node ${environment.node}, revision ${environment.revision}; check: ${scenario.check}.

| strategy | makespan, ms (95 %) | time over ${scenario.reference} | word | makespan / structural | held / drawn | first notification, ms | CPU, ms | stall, ms | peak RSS, MB | sockets | limits |
| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
${arms
  .map(
    (arm) =>
      `| ${arm.arm} | ${formatSummary(arm.makespanMs)} | ${formatRatio(arm)} | ${formatVerdict(arm, scenario.margin)} | ${formatNumber(arm.overStructural.median)} | ${arm.heldOverDrawn?.toFixed(2) ?? '–'} | ${arm.firstNotificationMs ? formatNumber(arm.firstNotificationMs.median) : '–'} | ${formatNumber(arm.cpuMs.median)} | ${formatNumber(arm.stallMs.median)} | ${formatMegabytes(arm.peakRssBytes)} | ${arm.peakConnections ?? '–'} | ${formatLimits(arm.limits)} |`,
  )
  .join('\n')}

${remarksOn(result)
  .map((remark) => `- ${remark}`)
  .join('\n')}
${sectionsOf(result).map(drawSection).join('')}`
}

function drawSection({ title, head, rows, isNumeric, notes }: Section): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = line(head.map((_, index) => (index > 0 && isNumeric ? '---:' : '---')))
  const told = notes.length === 0 ? '' : `\n${notes.map((note) => `- ${note}\n`).join('')}`
  return `\n## ${title}\n\n${[line(head), rule, ...rows.map(line)].join('\n')}\n${told}`
}
