import type {
  Compared,
  LoggedComparison,
  LoggedPart,
  LoggedVariant,
  LogsJudgement,
} from '../../judge/logs/judgement.ts'
import { isComparison } from '../../judge/verdict.ts'
import type { Summary } from '../../statistics/summary.ts'
import { block } from '../block.ts'
import { tableOf } from '../build-table.ts'
import type { Block, Recommendation, ReportDocument } from '../document.ts'
import { formatLevel, formatPercent, formatRatio, formatSummary } from '../format.ts'
import { UNKNOWN } from '../known-columns.ts'
import { asPercent, formatNumber } from '../messages/formats.ts'
import type { Messages } from '../messages/messages.ts'
import { formatVerdictAlone } from '../verdict-text.ts'

/** More are not read by anybody. */
const MAX_CONTAINERS = 30

/** What functions did by their logs alone: the verdict or the few numbers that matter, and all else when it is asked for. */
export function logsDocument(judgement: LogsJudgement, messages: Messages): ReportDocument {
  const { variants, comparisons, target } = judgement
  return {
    kind: 'logs',
    title: messages.logs.title,
    ...(target === 'lab' && { caution: messages.emulation.banner }),
    recommendation: {
      headline: headlineOf(judgement, messages),
      details: detailsOf(judgement, messages),
    },
    measured: spansOf(variants, messages),
    checks: [],
    blocks:
      variants.length === 0
        ? []
        : [
            functionsBlock(judgement, messages),
            ...(comparisons.length > 0 ? [comparisonBlock(judgement, messages)] : []),
            durationsBlock(variants, messages),
            billedBlock(variants, messages),
            containersBlock(variants, messages),
          ],
    next: [],
  }
}

interface Named {
  readonly name: string
  readonly part?: LoggedPart | undefined
}

function nameOf({ name, part }: Named, { logs }: Messages): string {
  switch (part) {
    case undefined:
      return name
    case 'before':
      return logs.before(name)
    case 'after':
      return logs.after(name)
    case 'against':
      return logs.against(name)
  }
}

function spansOf(variants: readonly LoggedVariant[], messages: Messages): string[] {
  const spans = variants.map((variant) => {
    const span = messages.logs.span(messages.instant(variant.span.from), messages.instant(variant.span.until))
    return variant.part === undefined ? span : messages.labelled(nameOf(variant, messages), span)
  })
  return [...new Set(spans)]
}

function headlineOf(judgement: LogsJudgement, messages: Messages): Recommendation['headline'] {
  const { variants, comparisons, margin } = judgement
  const [first] = variants
  if (!first) return messages.logs.nothing
  const [comparison] = comparisons
  if (!comparison) return aloneText(first, messages)
  const reference = referenceName(judgement, messages)
  const variant = nameOf(subjectOf(comparison), messages)
  const { warm } = comparison
  if (comparisons.length === 1 && warm.code === 'too-few-containers')
    return messages.logs.notCompared({
      variant,
      reference,
      count: warm.containers.variant,
      other: warm.containers.reference,
      needed: warm.needed,
    })
  if (comparisons.length === 1 && warm.code === 'judged' && isComparison(warm.verdict))
    return messages.logs.compared({
      variant,
      reference,
      verdict: verdictText(warm, margin, messages),
      ratio: ratioText(warm, messages),
    })
  const verdicts = comparisons.map((one) => verdictOf(one, margin, messages))
  return messages.logs.several(reference, messages.clauses(verdicts))
}

function verdictOf(comparison: LoggedComparison, margin: number, messages: Messages): string {
  const { warm } = comparison
  const verdict = warm.code === 'judged' ? verdictText(warm, margin, messages) : messages.verdicts.notJudged
  return messages.logs.verdictOf(nameOf(subjectOf(comparison), messages), verdict)
}

function aloneText(variant: LoggedVariant, messages: Messages): string {
  const { warmMs, warmInvocationMs, invocations, cold, part } = variant
  const name = nameOf({ name: variant.name, part }, messages)
  const warm = warmMs
    ? messages.logs.alone({
        name,
        ms: formatSummary(warmMs, messages),
        invocations: messages.count(invocations.warm, 'invocation'),
        containers: messages.count(warmMs.count, 'container'),
        p50: medianText(warmInvocationMs),
      })
    : messages.logs.noneWarm(name, messages.count(invocations.count, 'invocation'))
  const init = cold.initMs ?? cold.restoreMs
  const starts = init
    ? messages.logs.coldStarts(messages.count(invocations.cold, 'cold start'), formatSummary(init, messages))
    : messages.logs.noColdStarts
  return messages.sentences([warm, starts])
}

function detailsOf({ comparisons, missing, variants }: LogsJudgement, messages: Messages): string[] {
  const { logs } = messages
  return [
    ...(comparisons.length > 0 ? [logs.observed] : []),
    ...cautionsOf(comparisons, messages),
    ...(missing.length > 0 && variants.length > 0
      ? [logs.missing(messages.beside(missing.map((one) => nameOf(one, messages))))]
      : []),
  ]
}

function cautionsOf(comparisons: readonly LoggedComparison[], messages: Messages): string[] {
  const { logs } = messages
  const all = comparisons.flatMap((one) =>
    one.cautions.map((caution) => ({ name: nameOf(subjectOf(one), messages), caution })),
  )
  const resized = all.flatMap(({ name, caution }) => (caution.code === 'memory-differs' ? { name, ...caution } : []))
  const [first] = resized
  return [
    ...(first
      ? [
          resized.length === 1
            ? logs.memoryDiffers(first.name, first.variantMb, first.referenceMb)
            : logs.sizesDiffer(
                messages.beside(
                  resized.map(({ name, variantMb }) => messages.units.withDetail(name, `${variantMb} MB`)),
                ),
                first.referenceMb,
              ),
        ]
      : []),
    ...all.flatMap(({ name, caution }) =>
      caution.code === 'containers-in-both'
        ? logs.containersInBoth(name, messages.count(caution.count, 'container'))
        : [],
    ),
  ]
}

/** Of each function of which several versions are shown as one, though it is not of two spans of time. */
function mergedNotes(variants: readonly LoggedVariant[], messages: Messages): string[] {
  const byFunction = Map.groupBy(variants, ({ functionName }) => functionName)
  return [...byFunction].flatMap(([name, own]) => {
    if (!own.some(({ versions, part }) => versions.length > 1 && part === undefined)) return []
    const versions = new Set(own.flatMap((one) => one.versions))
    const [example] = own.find((one) => one.versions.length > 1)!.versions.slice(-1)
    return messages.logs.mergedNote(name, versions.size, example!)
  })
}

function subjectOf({ variant, part }: LoggedComparison): Named {
  return { name: variant, part }
}

function referenceName({ reference }: LogsJudgement, messages: Messages): string {
  return reference ? nameOf({ name: reference.variant, part: reference.part }, messages) : UNKNOWN
}

function verdictText(compared: Compared, margin: number, messages: Messages): string {
  return compared.code === 'judged'
    ? formatVerdictAlone(compared.verdict, { margin, unit: 'container', messages })
    : messages.logs.tooFew(compared.needed)
}

/** Where nothing may be said of speed there is no ratio to be taken for it. */
function ratioText(compared: Compared, messages: Messages): string {
  if (compared.code !== 'judged' || !isComparison(compared.verdict)) return UNKNOWN
  const { ratio, low, high, alpha, containers } = compared
  const blocks = containers.variant
  return formatRatio({ role: 'candidate', ratio: { ratio, low, high, alpha, blocks, iterations: blocks } }, messages)
}

function summaryText(summary: Summary | undefined, messages: Messages): string {
  return summary ? formatSummary(summary, messages) : UNKNOWN
}

function medianText(summary: Pick<Summary, 'median'> | undefined): string {
  return summary ? formatNumber(summary.median) : UNKNOWN
}

function functionsBlock({ variants, oddities }: LogsJudgement, messages: Messages): Block {
  const { logs } = messages
  const firstSeen = variants.reduce((sum, { invocations }) => sum + invocations.firstSeen, 0)
  const { torn, printed, overlapping } = oddities
  const starts = new Map(variants.map(({ functionName, failedStarts = 0 }) => [functionName, failedStarts]))
  const table = tableOf(
    variants,
    [
      { head: '', cellOf: (one) => nameOf(one, messages) },
      { head: logs.containersColumn, leftOut: 2, cellOf: ({ containers }) => `${containers}` },
      { head: logs.invocationsColumn, cellOf: ({ invocations }) => `${invocations.count}` },
      { head: logs.warmMsColumn, cellOf: ({ warmMs }) => summaryText(warmMs, messages) },
      { head: logs.coldColumn, cellOf: ({ invocations }) => `${invocations.cold}` },
      { head: logs.initMsColumn, cellOf: ({ cold }) => medianText(cold.initMs ?? cold.restoreMs) },
      { head: logs.failedColumn, cellOf: ({ failed }) => `${failed.count}` },
      {
        head: logs.memoryColumn,
        leftOut: 1,
        cellOf: ({ memory, memoryMb }) => logs.memoryCell(memory.maxUsedMb, memoryMb),
      },
    ],
    {
      notes: [
        logs.functionsNote,
        ...mergedNotes(variants, messages),
        ...(firstSeen > 0 ? [logs.firstSeenNote(messages.count(firstSeen, 'container'))] : []),
        ...(variants.some(({ formats }) => formats.includes('text')) ? [logs.textNote] : []),
        ...[...starts].flatMap(([name, count]) =>
          count > 0 ? [logs.failedStartsNote(name, messages.count(count, 'failed start'))] : [],
        ),
        ...(torn > 0 ? [logs.tornNote(messages.count(torn, 'log line'))] : []),
        ...(printed > 0 ? [logs.printedNote(messages.count(printed, 'log line'))] : []),
        ...(overlapping > 0 ? [logs.overlappingNote(messages.count(overlapping, 'log line'))] : []),
      ],
    },
  )
  return block('functions', logs.functionsTitle, table)
}

function comparisonBlock(judgement: LogsJudgement, messages: Messages): Block {
  const { comparisons, margin } = judgement
  const { logs } = messages
  const rows = comparisons.flatMap((one) => {
    const name = nameOf(subjectOf(one), messages)
    const all = [
      { name: logs.warmRow(name), compared: one.warm },
      { name: logs.initRow(name), compared: one.init },
      { name: logs.coldRow(name), compared: one.cold },
    ]
    // Where neither has cold starts there is nothing to say of them.
    return all.filter(
      ({ compared: { containers } }, place) => place === 0 || containers.variant + containers.reference > 0,
    )
  })
  const judged = rows.map(({ compared }) => compared).find(({ code }) => code === 'judged')
  const level = judged?.code === 'judged' ? formatLevel(judged.alpha) : undefined
  const table = tableOf(
    rows,
    [
      { head: '', cellOf: ({ name }) => name },
      { head: logs.ratioColumn, cellOf: ({ compared }) => ratioText(compared, messages) },
      {
        head: logs.containersColumn,
        leftOut: 1,
        cellOf: ({ compared: { containers } }) => logs.counts(containers.variant, containers.reference),
      },
      { head: logs.verdictColumn, isText: true, cellOf: ({ compared }) => verdictText(compared, margin, messages) },
    ],
    { notes: level === undefined ? [] : [logs.comparisonNote(level, asPercent(margin))] },
  )
  return block('comparison', logs.comparisonTitle(referenceName(judgement, messages)), table)
}

const TAILS = [0.9, 0.95, 0.99] as const

function durationsBlock(variants: readonly LoggedVariant[], messages: Messages): Block {
  const { logs } = messages
  const tailOf = (variant: LoggedVariant, share: number) => {
    const tail = variant.warmInvocationMs?.tails.find((one) => one.share === share)
    return tail && 'value' in tail ? formatNumber(tail.value) : UNKNOWN
  }
  const table = tableOf(
    variants,
    [
      { head: '', cellOf: (one) => nameOf(one, messages) },
      { head: logs.medianColumn, cellOf: ({ warmInvocationMs }) => medianText(warmInvocationMs) },
      ...TAILS.map((share) => ({
        head: logs.tailColumn(Math.round(share * 100)),
        cellOf: (one: LoggedVariant) => tailOf(one, share),
      })),
      { head: logs.coldMsColumn, cellOf: ({ cold }) => medianText(cold.durationMs) },
      { head: logs.restoreMsColumn, leftOut: 2, cellOf: ({ cold }) => medianText(cold.restoreMs) },
      { head: logs.firstSeenMsColumn, leftOut: 1, cellOf: ({ firstSeenMs }) => medianText(firstSeenMs) },
    ],
    { notes: [logs.durationsNote] },
  )
  return block('durations', logs.durationsTitle, table, 'full')
}

function billedBlock(variants: readonly LoggedVariant[], messages: Messages): Block {
  const { logs } = messages
  const table = tableOf(
    variants,
    [
      { head: '', cellOf: (one) => nameOf(one, messages) },
      { head: logs.billedMeanColumn, cellOf: ({ billed }) => formatNumber(billed.meanMs) },
      { head: logs.gbSecondsColumn, cellOf: ({ billed }) => formatNumber(billed.gbSeconds) },
      { head: logs.timedOutColumn, leftOut: 1, cellOf: ({ timedOut }) => `${timedOut}` },
      {
        head: logs.failedShareColumn,
        cellOf: ({ failed: { count, of, low, high } }) =>
          messages.units.withInterval({
            estimate: formatPercent(count / of),
            low: formatPercent(low),
            high: formatPercent(high),
          }),
      },
    ],
    { notes: [logs.billedNote] },
  )
  return block('billed', logs.billedTitle, table, 'full')
}

function containersBlock(variants: readonly LoggedVariant[], messages: Messages): Block {
  const { logs } = messages
  const all = variants.flatMap((variant) => variant.perContainer.map((one) => ({ variant, one })))
  const busiest = all.toSorted((a, b) => b.one.invocations - a.one.invocations).slice(0, MAX_CONTAINERS)
  const table = tableOf(
    busiest,
    [
      { head: '', cellOf: ({ variant }) => nameOf(variant, messages) },
      { head: logs.containerColumn, cellOf: ({ one }) => one.container.slice(0, 8) },
      {
        head: logs.beginColumn,
        isText: true,
        leftOut: 1,
        cellOf: ({ one }) => (one.begin === 'cold' ? logs.coldBegin : logs.firstSeenBegin),
      },
      { head: logs.initMsColumn, cellOf: ({ one }) => (one.initMs === undefined ? UNKNOWN : formatNumber(one.initMs)) },
      { head: logs.warmColumn, cellOf: ({ one }) => `${one.warm}` },
      { head: logs.warmMsColumn, cellOf: ({ one }) => (one.warmMs === undefined ? UNKNOWN : formatNumber(one.warmMs)) },
      { head: logs.failedColumn, leftOut: 2, cellOf: ({ one }) => `${one.failed}` },
      { head: logs.memoryColumn, leftOut: 3, cellOf: ({ one }) => `${one.maxMemoryMb}` },
    ],
    { notes: busiest.length < all.length ? [logs.containersNote(busiest.length, all.length)] : [] },
  )
  return block('containers', logs.containersTitle, table, 'full')
}
