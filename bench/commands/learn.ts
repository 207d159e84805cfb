import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import type { ObservedExchange } from '../../mock-server/traffic.ts'
import { calledIn, quoted } from '../cli/called.ts'
import { EXIT } from '../cli/exit-code.ts'
import { onInterrupt } from '../cli/interrupt.ts'
import { type Io, pathIn } from '../cli/io.ts'
import { print, printJson } from '../cli/print.ts'
import { parseCount } from '../cli/values.ts'
import { UnreadableFile } from '../io/read-file.ts'
import { problemOf, UserError } from '../io/user-error.ts'
import { noticeTexts, startTexts, stoppingTexts } from '../report/messages/commands.ts'
import { learnTexts } from '../report/messages/learn.ts'
import { layOut } from '../report/table.ts'
import { type Fit, isFaithful } from '../scenario/learn/fit.ts'
import { measureOverhead } from '../run/local/overhead.ts'
import type { ExchangeOverhead, TypicalExchanges } from '../scenario/learn/exchange-overhead.ts'
import { learn, type Learned, MAX_INSTANT_SHARE, typicalOf } from '../scenario/learn/learn.ts'
import { Observations } from '../scenario/learn/observations.ts'
import { readSource, type SourceKind } from '../scenario/learn/sources.ts'
import { checkUnwritten, type NewFile, withSchema, writeFiles } from './init.ts'

export interface LearnCommandOptions {
  readonly output?: string
  readonly items?: string
  readonly seed?: string
  readonly asObserved?: boolean
  readonly names?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

const SCENARIO = 'utakata.yaml'
const TRAFFIC = 'observed.jsonl'
const NAMES = 'observed-hosts.json'
const ITEMS = '100'
const MAX_ITEMS = 100_000

/** `utakata learn`: a scenario whose world answers as servers were observed to. Gives the exit code. */
export async function learnCommand(files: readonly string[], options: LearnCommandOptions, io: Io): Promise<number> {
  const items = parseCount(options.items ?? ITEMS, '--items', 1, MAX_ITEMS)
  const seed = parseCount(options.seed ?? '1', '--seed', 0)
  const folder = pathIn(io, options.output ?? 'learned')
  const observed = new Observations()
  // What is given twice was observed once.
  const distinct = new Map(files.map((file) => [resolve(pathIn(io, file)), file]))
  const sources = Array.from(distinct.values(), (file) => {
    observed.startFile(file)
    return { file, kind: readOrRefuse(file, pathIn(io, file), observed) }
  })
  checkUnwritten(
    [SCENARIO, TRAFFIC, NAMES].map((name) => join(folder, name)),
    folder,
    options,
  )
  const typical = orSay(() => typicalOf(observed, { items, seed }), observed, io)
  const overhead = options.asObserved ? undefined : await overheadHere(typical, io)
  if (overhead === null) return EXIT.interrupted
  const learned = orSay(() => learn(observed, { items, seed, overhead }), observed, io)
  const names = options.names ? namesIn(learned, observed) : undefined
  const written = [
    ...filesOf(learned, { folder, sources: [...new Set(sources.map(({ kind }) => kind))], overhead }),
    ...(names === undefined ? [] : [{ path: join(folder, NAMES), text: names }]),
  ]
  writeFiles(written, folder, options)
  // Those of the world that was overwritten have other numbers.
  if (options.force && names === undefined) removeNames(folder)
  const isFit = checksOf(learned, observed).every(([isMet]) => isMet)
  if (options.json)
    printJson(
      {
        exchanges: observed.length,
        hosts: observed.hosts,
        omissions: observed.omissions,
        otherVersions: observed.otherVersions,
        busyShare: observed.busyShare,
        overhead,
        fit: learned.fit,
      },
      io.stdout,
    )
  else io.stdout.write(`${reportOf(learned, { observed, sources, overhead }).join('\n')}\n`)
  if (options.names && names === undefined) print(learnTexts.noNames, io.stderr)
  print(noticeTexts.written(written.map(({ path }) => path).join(', ')), io.stderr)
  if (isFit) print(startTexts.benchmark(calledIn(io.cwd), quoted(join(folder, SCENARIO))), io.stderr)
  return isFit ? EXIT.done : EXIT.cannotJudge
}

function readOrRefuse(name: string, file: string, into: Observations): SourceKind {
  try {
    return readSource(file, into)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new UserError('source-unreadable', { file: name, why: error.why }, { cause: error })
  }
}

/** Whatever was left out may be why there is too little. */
function orSay<T>(work: () => T, observed: Observations, io: Io): T {
  try {
    return work()
  } catch (error) {
    for (const one of observed.otherVersions) print(learnTexts.otherVersion(one), io.stderr)
    for (const one of observed.omissions) print(learnTexts.omission(one), io.stderr)
    throw error
  }
}

/** Null where it was interrupted. */
async function overheadHere(typical: TypicalExchanges, io: Io): Promise<ExchangeOverhead | null> {
  print(learnTexts.measuringOverhead, io.stderr)
  const interrupt = onInterrupt(stoppingTexts.plain, io)
  try {
    const overhead = await measureOverhead(typical, interrupt.signal)
    return interrupt.signal.aborted ? null : overhead
  } catch (error) {
    if (interrupt.signal.aborted) return null
    throw new UserError('overhead-unknown', { problem: problemOf(error) }, { cause: error })
  } finally {
    interrupt.dispose()
  }
}

/** Each with what it says of the world. */
function checksOf(
  { fit, instantShare }: Learned,
  { busyShare }: Observations,
): readonly (readonly [isMet: boolean, text: string])[] {
  return [
    [isFaithful(fit), learnTexts.faithful(isFaithful(fit))],
    [!fit.other.isRejected, learnTexts.likeOther(fit.other)],
    [fit.slower.isRejected, learnTexts.toldApart(fit.slower)],
    ...(instantShare > 0 ? [[instantShare <= MAX_INSTANT_SHARE, learnTexts.instant(instantShare)] as const] : []),
    ...(busyShare === undefined
      ? []
      : [[busyShare <= MAX_BUSY_SHARE, learnTexts.busy(busyShare, busyShare <= MAX_BUSY_SHARE)] as const]),
  ]
}

interface Sources {
  readonly folder: string
  readonly sources: readonly SourceKind[]
  readonly overhead: ExchangeOverhead | undefined
}

function filesOf({ world, exchanges, patienceMs }: Learned, { folder, sources, overhead }: Sources): NewFile[] {
  const scenario = {
    name: 'learned',
    about: learnTexts.about({ exchanges: exchanges.length, sources, overhead }),
    world: { ...world, traffic: TRAFFIC },
    ...(patienceMs !== undefined && { client: { headersTimeoutMs: patienceMs } }),
    variants: ['promise-all', 'pipelined', 'worker-threads'],
    reference: 'pipelined',
  }
  const yaml = stringify(scenario, { flowCollectionPadding: true, lineWidth: 120, collectionStyle: 'any' })
  const head = `# yaml-language-server: $schema=SCHEMA\n${learnTexts.yamlHead.map((line) => `# ${line}\n`).join('')}`
  return [
    { path: join(folder, SCENARIO), text: withSchema(head + asFlow(yaml), folder) },
    { path: join(folder, TRAFFIC), text: exchanges.map(lineOf).join('') },
  ]
}

/** Of the hosts that are served under a number of their own; undefined where the sources have no names. */
function namesIn({ exchanges }: Learned, { hostNames }: Observations): string | undefined {
  const served = [...new Set(exchanges.map(({ host }) => host))]
  const names = served
    .map((host) => [host, hostIn(hostNames.get(host) ?? '')] as const)
    .filter(([, name]) => name !== '')
  if (names.length === 0) return undefined
  return `${JSON.stringify(Object.fromEntries(names), undefined, 2)}\n`
}

/** Throws a UserError where something of that name cannot be removed, such as a folder. */
function removeNames(folder: string): void {
  try {
    rmSync(join(folder, NAMES), { force: true })
  } catch (error) {
    throw new UserError('init-unwritable', { folder, system: (error as NodeJS.ErrnoException).code! }, { cause: error })
  }
}

/** A source may have a whole address in the place of a host. */
function hostIn(name: string): string {
  return URL.parse(name.includes('://') ? name : `http://${name}`)?.host ?? ''
}

/** Lists of numbers on one line: a hundred lines of percentiles are nothing to read. */
function asFlow(yaml: string): string {
  return yaml.replaceAll(/(quantiles\w+):\n((?:\s+- [\d.e+-]+\n)+)/g, (_, key: string, items: string) => {
    const values = items.trim().split(/\s*- /).filter(Boolean)
    return `${key}: [${values.join(', ')}]\n`
  })
}

function lineOf(exchange: ObservedExchange): string {
  return `${JSON.stringify(exchange)}\n`
}

/** Of a client, above which its own work is a good part of the delays that it observes. */
const MAX_BUSY_SHARE = 0.5

interface Reported {
  readonly observed: Observations
  readonly sources: readonly { readonly file: string; readonly kind: SourceKind }[]
  readonly overhead: ExchangeOverhead | undefined
}

function reportOf(learned: Learned, { observed, sources, overhead }: Reported): string[] {
  const { fetches, notifies, lonelyHosts, fit } = learned
  const files = sources.map(({ file, kind }) => learnTexts.source(file, kind))
  const ms = (value: number) => `${Number(value.toPrecision(3))} ms`
  const rowOf = (name: string, of: (one: Fit['quantiles'][number]) => number) => [
    name,
    ...fit.quantiles.map((one) => ms(of(one))),
  ]
  const table = layOut(
    [
      ['', ...fit.quantiles.map(({ share }) => `p${share * 100}`)],
      rowOf(learnTexts.learnedHalf(fit.exchanges), ({ learnedMs }) => learnedMs),
      rowOf(learnTexts.drawn(fit.draws), ({ drawnMs }) => drawnMs),
      rowOf(learnTexts.otherHalf, ({ otherMs }) => otherMs),
    ],
    [1, 2, 3],
  )
  return [
    learnTexts.learned({ exchanges: observed.length, hosts: observed.hosts, fetches, notifies, files }),
    ...observed.otherVersions.map((one) => learnTexts.otherVersion(one)),
    ...observed.omissions.map((one) => learnTexts.omission(one)),
    ...(learned.exchanges.some(({ bytes }) => bytes !== undefined) ? [] : [learnTexts.noSizes]),
    ...(observed.failedPosts > 0 ? [learnTexts.failedPosts(observed.failedPosts)] : []),
    ...(overhead ? [learnTexts.overhead(overhead)] : []),
    ...(lonelyHosts > 0 ? [learnTexts.lonelyHosts(lonelyHosts)] : []),
    '',
    ...table,
    '',
    ...layOut(checksOf(learned, observed).map(([isMet, text]) => [isMet ? '  ok' : '  failed', text])),
  ]
}
