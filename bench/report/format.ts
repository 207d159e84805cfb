import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { MAX_MOCK_SERVER_LAG } from '../judge/comparison/final-verdict.ts'
import { isAlike, isComparison, isSeenSlower, type Verdict, type VerdictCode } from '../judge/verdict.ts'
import type { Result, VariantResult } from '../judge/comparison/judgement.ts'
import type { Summary } from '../statistics/summary.ts'

/** Three significant digits, never an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'unbounded' : '–'
  // As it will be rounded: 9.996 is written 10.0, not 10.00.
  const magnitude = Math.abs(Number(value.toPrecision(3)))
  if (magnitude >= 100) return Math.round(value).toLocaleString('en-US')
  return magnitude >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export function formatSummary({ median, interval }: Omit<Summary, 'count'>, { say } = ENGLISH): string {
  return interval
    ? say`${formatNumber(median)} (${formatNumber(interval.low)} to ${formatNumber(interval.high)})`
    : formatNumber(median)
}

export function formatRatio(
  { ratio, role }: Pick<VariantResult, 'role'> & { readonly ratio?: VariantResult['ratio'] | undefined },
  { say } = ENGLISH,
): string {
  if (role === 'reference') return '1'
  return ratio ? say`${ratio.ratio.toFixed(3)} (${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)})` : '–'
}

/** What a block is, by where it was: processes on this machine, containers of functions. */
export type Unit = 'fork' | 'container'

export function unitOf({ target }: Pick<Result, 'target'>): Unit {
  return target === 'local' ? 'fork' : 'container'
}

/** The word of a variant as people read it; of copies of the reference, whether they came out as they had to. */
export function formatVerdict(
  variant: Pick<VariantResult, 'role' | 'verdict' | 'ratio'>,
  margin: number,
  { unit = 'fork', language = ENGLISH }: { readonly unit?: Unit; readonly language?: Language } = {},
): string {
  const { role, verdict, ratio } = variant
  const { say } = language
  if (role === 'reference' && (!verdict || verdict.code === 'inconclusive')) return say`reference`
  if (!verdict) return say`not judged`
  if (!ratio || !isComparison(verdict)) return formatWord(verdict, { margin, unit, language })
  if (role === 'aa-check') return isAlike(ratio, margin) ? say`passed` : say`failed`
  if (role === 'sensitivity-check') return isSeenSlower(ratio) ? say`found` : say`missed`
  return formatWord(verdict, { margin, unit, language })
}

/** A share that was asked for, such as a margin: `5 %`. */
export function asPercent(share: number): string {
  return `${+(share * 100).toFixed(1)} %`
}

interface Telling {
  readonly margin: number
  readonly unit: Unit
  readonly language: Language
}

/** A verdict as people read it. */
export function formatWord(verdict: Verdict, { margin, unit, language }: Telling): string {
  const { say, count } = language
  const reason = reasonOf(verdict, language)
  if (reason !== undefined) return say`${wordIn(verdict.code, language)} (${reason})`
  if (verdict.code === 'equivalent') return say`equivalent within ${asPercent(margin)}`
  if (verdict.code !== 'inconclusive' || verdict.moreBlocks === undefined) return wordIn(verdict.code, language)
  const { moreBlocks, moreMs } = verdict
  const needed = count(moreBlocks, `more ${unit}`)
  return moreMs === undefined
    ? say`undecided, about ${needed} needed`
    : say`undecided, about ${needed} needed (${formatDuration(moreMs, language)})`
}

/** Why nothing may be said of speed, where the verdict knows more than its code. */
function reasonOf(verdict: Verdict, language: Language): string | undefined {
  const { say } = language
  if (verdict.code === 'output-mismatch') return say`${verdict.runs} of ${verdict.of} runs told people something else`
  if (verdict.code !== 'unreliable') return undefined
  const { cause } = verdict
  if (cause.code === 'runs-failed') return say`${cause.failed} of ${cause.of} failed`
  return cause.verdict === 'unreliable'
    ? say`the reference failed`
    : say`the reference: ${wordIn(cause.verdict, language)}`
}

/** A word by itself, without what it rests on. */
export function wordIn(word: VerdictCode, { say } = ENGLISH): string {
  const words: Readonly<Record<VerdictCode, string>> = {
    faster: say`faster`,
    slower: say`slower`,
    equivalent: say`equivalent`,
    'faster-size-unclear': say`faster, size unsure`,
    'slower-size-unclear': say`slower, size unsure`,
    inconclusive: say`undecided`,
    'output-mismatch': say`wrong output`,
    unreliable: say`unreliable`,
    'mock-server-saturated': say`server-bound`,
    'insufficient-traces': say`untraced`,
  }
  return words[word]
}

/** How much was measured, such as `36 iterations in 6 blocks`. */
export function formatIterations(result: Result, { say, count } = ENGLISH): string {
  const { iterationsCounted, blocks } = result
  const unit = unitOf(result)
  const [iterations, units] = [count(iterationsCounted, 'round'), count(blocks, unit)]
  return unit === 'container' ? say`${iterations} in ${units} of each arm` : say`${iterations} in ${units}`
}

/** What it was measured on. */
export function formatSubject({ items, deliveries }: Result, { beside, count } = ENGLISH): string {
  // A function of somebody else has none that we know of.
  return items === 0 ? '' : beside([count(items, 'feed'), count(deliveries.accepted, 'notification')])
}

/** Where it was measured; what is of another machine than the functions' is said to be. */
export function formatPlace(
  {
    target,
    environment: { cores, node },
    scenario,
    items,
  }: Pick<Result, 'target' | 'environment' | 'scenario' | 'items'>,
  { say } = ENGLISH,
): string {
  const where = {
    local: say`on this machine, ${cores} cores, Node ${node}`,
    lab: say`in the lab, ${cores} cores, Node ${node}`,
    aws: say`on AWS, asked from ${cores} cores, Node ${node}`,
  }[target]
  return items > 0 && scenario.check !== 'unknown' ? say`${where}, check: ${scenario.check}` : where
}

/** What was compared, by name, and at which size where there were several. */
export function titleOf({ scenario: { name, memoryMb } }: Result, { say } = ENGLISH): string {
  return memoryMb === undefined ? name : say`${name} at ${memoryMb} MB`
}

/** In a process that ran there is always some: 0 is of functions that do not tell. */
export function formatMegabytes({ median }: Summary): string {
  return median > 0 ? String(Math.round(median / 1e6)) : '–'
}

export function formatCpuMs({ cpuMs }: VariantResult): string {
  return cpuMs.median > 0 ? formatNumber(cpuMs.median) : '–'
}

export function formatEventLoopDelayMs({ eventLoopDelayMs, cpuMs }: VariantResult): string {
  return cpuMs.median > 0 ? formatNumber(eventLoopDelayMs.median) : '–'
}

export function formatOverIdeal({ overIdeal }: VariantResult): string {
  return overIdeal ? formatNumber(overIdeal.median) : '–'
}

/** What a variant was allowed, such as `concurrency 256, threads 2`; empty where nothing applies. */
export function formatLimits(limits: VariantResult['limits'], { say, beside } = ENGLISH): string {
  const names = { concurrency: say`concurrency`, threads: say`threads`, buffer: say`buffer` }
  const told = Object.entries(limits).map(([name, value]) => {
    const called = names[name as keyof typeof names] ?? name
    return `${called} ${value === 'unbounded' ? say`unbounded` : value}`
  })
  return beside(told)
}

export function formatDuration(ms: number, { say } = ENGLISH): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 100 ? say`${seconds} s` : say`${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** To the third decimal where the second would hide on which side of the bound it lies. */
export function formatMockServerLag({ mockServerLag }: Pick<VariantResult, 'mockServerLag'>): string {
  if (mockServerLag === undefined) return '–'
  const rounded = mockServerLag.toFixed(2)
  return Number(rounded) === MAX_MOCK_SERVER_LAG ? mockServerLag.toFixed(3) : rounded
}

/** How sure an interval is, of a chance of being wrong, such as `98.75 %`. */
export function formatLevel(alpha: number): string {
  return `${+(100 * (1 - alpha)).toFixed(2)} %`
}

/** A share with one decimal, such as `4.5 %`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
