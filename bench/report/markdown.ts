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
import type { Result } from './result.ts'

/** The report as Markdown, for a pull request or a wiki. */
export function drawMarkdown(result: Result): string {
  const { scenario, arms, environment } = result
  return `# ${scenario.name}: ${result.advice}

${result.feeds} feeds, ${result.ledger.accepted} notifications; ${result.roundsCounted} rounds in ${result.forks} ${result.forks === 1 ? 'fork' : 'forks'}, ${formatDuration(result.elapsedMs)};
${result.place}, ${environment.cores} cores of ${environment.cpu}, Node ${environment.node}, revision ${environment.revision}; check: ${scenario.check}.

| strategy | makespan, ms (95 %) | time over ${scenario.reference} | word | makespan / structural | held / drawn | first notification, ms | CPU, ms | stall, ms | peak RSS, MB | sockets | limits |
| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
${arms
  .map(
    (arm) =>
      `| ${arm.arm} | ${formatSummary(arm.makespanMs)} | ${formatRatio(arm)} | ${formatVerdict(arm, scenario.margin)} | ${formatNumber(arm.overStructural.median)} | ${arm.heldOverDrawn.toFixed(2)} | ${arm.firstNotificationMs ? formatNumber(arm.firstNotificationMs.median) : '–'} | ${formatNumber(arm.cpuMs.median)} | ${formatNumber(arm.stallMs.median)} | ${formatMegabytes(arm.peakRssBytes)} | ${arm.peakConnections} | ${formatLimits(arm.limits)} |`,
  )
  .join('\n')}

${remarksOn(result)
  .map((remark) => `- ${remark}`)
  .join('\n')}
`
}
