import { join } from 'node:path'
import { stringify } from 'yaml'
import type { ObservedExchange } from '../../mock-server/traffic.ts'
import { calledIn, quoted } from '../cli/called.ts'
import { EXIT } from '../cli/exit-code.ts'
import { type Io, pathIn } from '../cli/io.ts'
import { print, printJson } from '../cli/print.ts'
import { parseCount } from '../cli/values.ts'
import { UnreadableFile } from '../io/read-file.ts'
import { UserError } from '../io/user-error.ts'
import { noticeTexts, startTexts } from '../report/messages/commands.ts'
import { learnTexts } from '../report/messages/learn.ts'
import { layOut } from '../report/table.ts'
import { type Fit, isFaithful } from '../scenario/learn/fit.ts'
import { learn, type Learned } from '../scenario/learn/learn.ts'
import { Observations } from '../scenario/learn/observations.ts'
import { readSource, type SourceKind } from '../scenario/learn/sources.ts'
import { type NewFile, withSchema, writeFiles } from './init.ts'

export interface LearnCommandOptions {
  readonly output?: string
  readonly items?: string
  readonly seed?: string
  readonly force?: boolean
  readonly json?: boolean
}

const SCENARIO = 'utakata.yaml'
const TRAFFIC = 'observed.jsonl'
const ITEMS = '100'
const MAX_ITEMS = 100_000

/** `utakata learn`: a scenario whose world answers as servers were observed to. Gives the exit code. */
export function learnCommand(files: readonly string[], options: LearnCommandOptions, io: Io): number {
  const items = parseCount(options.items ?? ITEMS, '--items', 1, MAX_ITEMS)
  const seed = parseCount(options.seed ?? '1', '--seed', 0)
  const folder = pathIn(io, options.output ?? 'learned')
  const observed = new Observations()
  const sources = files.map((file) => ({ file, kind: readOrRefuse(file, pathIn(io, file), observed) }))
  const learned = learn(observed, { items, seed })
  const written = filesOf(learned, { folder, sources: [...new Set(sources.map(({ kind }) => kind))] })
  writeFiles(written, folder, options)
  const isFit = fits(learned.fit)
  if (options.json)
    printJson(
      { exchanges: observed.length, hosts: observed.hosts, omissions: observed.omissions, fit: learned.fit },
      io.stdout,
    )
  else io.stdout.write(`${reportOf(learned, { observed, sources }).join('\n')}\n`)
  print(noticeTexts.written(written.map(({ path }) => path).join(', ')), io.stderr)
  print(startTexts.benchmark(calledIn(io.cwd), quoted(join(folder, SCENARIO))), io.stderr)
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

function fits({ other, slower, ...fit }: Fit): boolean {
  return isFaithful({ other, slower, ...fit }) && !other.isRejected && slower.isRejected
}

interface Sources {
  readonly folder: string
  readonly sources: readonly SourceKind[]
}

function filesOf({ world, exchanges }: Learned, { folder, sources }: Sources): NewFile[] {
  const scenario = {
    name: 'learned',
    about: learnTexts.about(exchanges.length, sources),
    world: { ...world, traffic: TRAFFIC },
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

interface Reported {
  readonly observed: Observations
  readonly sources: readonly { readonly file: string; readonly kind: SourceKind }[]
}

function reportOf({ fetches, notifies, lonelyHosts, fit }: Learned, { observed, sources }: Reported): string[] {
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
  const checks = [
    [isFaithful(fit), learnTexts.faithful(isFaithful(fit))],
    [!fit.other.isRejected, learnTexts.likeOther(fit.other)],
    [fit.slower.isRejected, learnTexts.toldApart(fit.slower)],
  ] as const
  return [
    learnTexts.learned({ exchanges: observed.length, hosts: observed.hosts, fetches, notifies, files }),
    ...observed.omissions.map((one) => learnTexts.omission(one)),
    ...(lonelyHosts > 0 ? [learnTexts.lonelyHosts(lonelyHosts)] : []),
    '',
    ...table,
    '',
    ...layOut(checks.map(([isMet, text]) => [isMet ? '  ok' : '  failed', text])),
  ]
}
