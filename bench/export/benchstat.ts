import { isScheduled, latencyMs, waitMs } from '../judge/load/blocks.ts'
import { discardedOf } from '../judge/comparison/iterations.ts'
import { unitOf } from '../report/format.ts'
import { exportTexts } from '../report/messages/exports.ts'
import type { Trial } from '../trial/trial.ts'
import { type Choice, chosen } from './choice.ts'

/** What is written of a run, under the units that benchstat knows: it shows `ns` as seconds, and `bytes` as KiB and MiB. */
const MEASURES: Readonly<Record<string, (trial: Trial) => number | undefined>> = {
  'ns/op': (trial) => nanoseconds(isScheduled(trial) ? latencyMs(trial) : trial.makespanMs),
  'service-ns/op': (trial) => (isScheduled(trial) ? nanoseconds(trial.makespanMs) : undefined),
  'first-notification-ns/op': (trial) => nanoseconds(sinceDue(trial, trial.firstNotificationMs)),
  'median-notification-ns/op': (trial) => nanoseconds(sinceDue(trial, trial.medianNotificationMs)),
  'cpu-ns/op': ({ cpuMs }) => nanoseconds(known(cpuMs)),
  'event-loop-delay-ns/op': ({ cpuMs, eventLoopDelayMs }) => (cpuMs > 0 ? nanoseconds(eventLoopDelayMs) : undefined),
  'peak-RSS-bytes': ({ peakRssBytes }) => known(peakRssBytes),
  'peak-connections': ({ peakConnections }) => peakConnections,
  'billed-ns/op': ({ invocation }) => nanoseconds(invocation?.billedMs),
}

/**
 * Trials in the format of Go's benchmarks, which benchstat reads: a line for each measured run that counts, the variants in their order,
 * so that `benchstat -col /variant` compares with the reference. Jobs on a schedule take as long as whoever waits for them waits: from when
 * they were due. Runs that failed, and iterations that were discarded, are left out; of the others
 * those that are chosen, at least one (a UserError otherwise).
 * Source: golang.org/design/14313-benchmark-format, and the reader of golang.org/x/perf/benchfmt.
 */
export function drawBenchstat(trials: readonly Trial[], choice: Choice = {}): string {
  const counted = Map.groupBy(trials, ({ scenario }) => scenario.digest)
    .values()
    .flatMap((own) => countedRuns(own))
    .toArray()
  const runs = chosen(counted, choice, { of: 'runs', unit: unitOf(trials[0]!) })
  const revisions = new Set(runs.map(({ environment }) => environment.revision))
  const units = Object.keys(MEASURES).filter((unit) => runs.some((trial) => MEASURES[unit]!(trial) !== undefined))
  let written = new Map<string, string>()
  const lines = runs.flatMap((trial) => {
    const configuration = configurationOf(trial)
    const news = changesOf(written, configuration)
    written = configuration
    return [...news, lineOf(trial)]
  })
  return [
    exportTexts.benchstatUse,
    // Were it a key, benchstat would not compare one revision with another.
    `# revision ${asValue([...revisions].join(', '))}`,
    ...(runs.some(isScheduled) ? [exportTexts.benchstatSchedule] : []),
    ...units.map((unit) => `Unit ${unit} better=lower`),
    ...lines,
    '',
  ].join('\n')
}

function countedRuns(own: readonly Trial[]): Trial[] {
  const discarded = discardedOf(own)
  const { variants } = own[0]!.scenario
  return own
    .filter(
      ({ phase, faults, block, iteration }) =>
        phase === 'measured' && faults.length === 0 && !discarded.has(`${block} ${iteration}`),
    )
    .sort(
      (a, b) =>
        variants.indexOf(a.variant) - variants.indexOf(b.variant) || a.block - b.block || a.iteration - b.iteration,
    )
}

/** What must be equal for runs to be comparable: benchstat makes a table of its own for each combination. */
function configurationOf({ target, scenario, environment, arrival }: Trial): Map<string, string> {
  const { node, cpu, cores } = environment
  return new Map([
    ['target', target],
    ['scenario', asValue(scenario.name)],
    ['digest', asValue(scenario.digest)],
    ...(arrival ? [['due-every-ms', String(arrival.everyMs)] as const] : []),
    ...(scenario.memoryMb === undefined ? [] : [['memory-mb', String(scenario.memoryMb)] as const]),
    // On AWS these are of the machine that asked, and not of the one that worked.
    ...(target === 'aws'
      ? []
      : ([
          ['node', asValue(node)],
          ['cpu', asValue(cpu)],
          ['cores', String(cores)],
        ] as const)),
  ])
}

/** A key holds for all lines below it, until it is written again; without a value it is removed. */
function changesOf(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const gone = [...before.keys()].filter((key) => !now.has(key))
  const changed = [...now].filter(([key, value]) => before.get(key) !== value)
  return [...gone.map((key) => `${key}:`), ...changed.map(([key, value]) => `${key}: ${value}`)]
}

function lineOf(trial: Trial): string {
  const values = Object.entries(MEASURES).flatMap(([unit, of]) => {
    const value = of(trial)
    return value === undefined ? [] : [`${value} ${unit}`]
  })
  return `BenchmarkUtakata/variant=${asNamePart(trial.variant)} 1 ${values.join(' ')}`
}

/**
 * Any text as a part of a benchmark's name, escaped as in a URL where it must be: at white space, which ends a name, at slashes, which
 * begin its next part, and at a last `-4`, which would be taken for Go's number of processors. Different texts stay different.
 */
function asNamePart(text: string): string {
  const escaped = text.toWellFormed().replaceAll(/[\p{White_Space}\p{Cc}%/]/gu, encodeURIComponent)
  return escaped.replace(/-(?=\d+$)/, '%2D')
}

function asValue(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{White_Space}\p{Cc}]+/gu, ' ')
    .trim()
}

/** Of what a run reports of itself, from its own begin. */
function sinceDue(trial: Trial, ms: number | undefined): number | undefined {
  return ms !== undefined && isScheduled(trial) ? waitMs(trial) + ms : ms
}

function nanoseconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1e6)
}

/** 0 is of functions that do not report it. */
function known(value: number): number | undefined {
  return value > 0 ? value : undefined
}
