import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type StrategyName, strategies } from '../strategies/index.ts'
import { readDuration } from './duration.ts'
import { isSecretName, SECRET_NAME } from './environment.ts'
import { readJobVariables } from './job-variables.ts'
import { Refusal, quotedKey, kindOf, quotedText } from './refusal.ts'
import { DEFAULT_TRACE_MODE, TRACE_MODES, type TraceMode } from './trace.ts'

/** The settings of a deployment, given with `-c KEY=VALUE`, and their defaults. Each key is one of these. */
const DEFAULTS = {
  /** One function of each strategy for each of these sizes. */
  memory: '1769',
  timeout: '60s',
  /** Most containers of a function at a time; empty: as many as the account has. */
  reserved: '',
  trace: DEFAULT_TRACE_MODE as string,
  /** The file of a module with a job of one's own; empty: the built-in one, iCal to Slack. */
  job: '',
  /** A file with variables for that module, NAME=VALUE; empty: none. */
  variables: '',
  /** Where the feeds are when an event brings none: `ssm:NAME` or `s3://BUCKET/KEY`. */
  feeds: '',
  /** The name of the secret in Secrets Manager that holds the webhook. */
  webhookSecret: '',
  within: '30m',
  /** Of the notifier and of the fan-out. */
  strategy: 'pipelined',
  schedule: 'off',
  every: '15m',
  /** The ARN of an SNS topic that alarms go to. */
  alarmTopic: '',
  mock: 'off',
  mockHours: '2',
  /** The availability zone of the mock world's network, such as us-east-1b; empty: the first of the region. */
  mockZone: '',
  /** A file with the mock world as JSON; empty: a middling one. */
  mockWorld: '',
  fanout: 'off',
  batch: '1000',
  batches: '100',
  /** Percentage of the items, not of the batches, that may fail before a fan-out is given up: all items of a failed batch count. */
  tolerated: '5',
} as const satisfies Record<string, string>

type Key = keyof typeof DEFAULTS
export const SETTING_KEYS: readonly string[] = Object.keys(DEFAULTS)

export interface Settings {
  /** The module of a user's own job, with its whole path; the built-in one without. */
  readonly job: string | undefined
  /** What that module finds in `process.env` beside what utakata sets. */
  readonly variables: Readonly<Record<string, string>>
  readonly memoryMb: readonly number[]
  readonly timeoutMs: number
  readonly reservedConcurrency: number | undefined
  readonly traceMode: TraceMode
  readonly feeds: FeedsPlace | undefined
  readonly webhookSecret: string | undefined
  readonly within: string
  readonly strategy: StrategyName
  readonly isScheduled: boolean
  readonly everyMs: number
  readonly alarmTopic: string | undefined
  readonly mock: MockSettings | undefined
  readonly fanOut: FanOutSettings | undefined
}

/** Where a list of feeds is, as the functions are configured with it and as permissions are given for it. */
export type FeedsPlace =
  | { readonly text: string; readonly parameter: string }
  | { readonly text: string; readonly bucket: string; readonly object: string }

interface MockSettings {
  /** How long the instance stands. */
  readonly hours: number
  /** The availability zone of its network; undefined: the first of the region. */
  readonly zone: string | undefined
  readonly worldFile: string | undefined
}

export interface FanOutSettings {
  readonly feedsPerBatch: number
  readonly batchesAtATime: number
  /** Of all items of a list, in percent. */
  readonly toleratedItemPercent: number
}

/** Throws a Refusal where one of the keys is that of no setting. */
export function refuseUnknown(keys: readonly string[]): void {
  const unknown = keys.find((key) => !Object.hasOwn(DEFAULTS, key) && !isOfCdk(key))
  if (unknown === undefined) return
  throw new Refusal({ key: quotedKey(unknown), expected: `one of the keys ${SETTING_KEYS.join(', ')}`, got: 'another' })
}

/** Reads the context of the CDK app, which may have keys of other apps. Throws a Refusal with the key of what is missing or makes no sense. */
export function readSettings(context: Readonly<Record<string, unknown>>): Settings {
  const given = (key: Key): string => textOf(key, context[key] ?? DEFAULTS[key])

  // Read even where they are not used, so that a mistake is not found out later.
  const mock = {
    hours: readCount('mockHours', given('mockHours'), 1, 24),
    zone: readZone(given('mockZone')),
    worldFile: given('mockWorld') || undefined,
  }
  const fanOut = {
    // 256 KB hold some 2,000 feeds of 120 bytes.
    feedsPerBatch: readCount('batch', given('batch'), 1, 2000),
    batchesAtATime: readCount('batches', given('batches'), 1, 10_000),
    toleratedItemPercent: readCount('tolerated', given('tolerated'), 0, 100),
  }
  const settings = {
    job: readModule(given('job')),
    variables: readJobVariables(given('variables') || undefined, given('job') || undefined),
    memoryMb: readMemory(given('memory')),
    // As long as Lambda lets a function run.
    timeoutMs: readDuration('timeout', given('timeout'), '15m'),
    reservedConcurrency: given('reserved') === '' ? undefined : readCount('reserved', given('reserved'), 1, 1_000_000),
    traceMode: readChoice('trace', given('trace'), TRACE_MODES),
    feeds: readFeedsPlace(given('feeds')),
    webhookSecret: readSecretName(given('webhookSecret')),
    within: given('within'),
    strategy: readChoice('strategy', given('strategy'), Object.keys(strategies) as StrategyName[]),
    isScheduled: readChoice('schedule', given('schedule'), ['on', 'off']) === 'on',
    everyMs: readEvery(given('every')),
    alarmTopic: readTopic(given('alarmTopic')),
    mock: readChoice('mock', given('mock'), ['ec2', 'off']) === 'ec2' ? mock : undefined,
    fanOut: readChoice('fanout', given('fanout'), ['on', 'off']) === 'on' ? fanOut : undefined,
  }
  if (readDuration('within', settings.within) < settings.everyMs && settings.isScheduled)
    throw new Refusal({
      key: 'within',
      expected: `at least as long as every (${given('every')}), or what starts between two runs is never sent`,
      got: quotedText(settings.within),
    })
  if (settings.isScheduled && settings.job !== undefined)
    throw new Refusal({
      key: 'schedule',
      expected: 'off beside a job of your own: the notifier on a schedule is for calendars',
      got: '"on"',
    })
  if (settings.mock && settings.job !== undefined)
    requireFor(
      'a job of your own with mock=ec2',
      'mockWorld',
      settings.mock.worldFile,
      'a world with the bodies that it reads',
    )
  if (settings.isScheduled) {
    requireFor('schedule=on', 'webhookSecret', settings.webhookSecret, 'the name of a secret that holds the webhook')
    requireFor('schedule=on', 'feeds', settings.feeds, 'ssm:NAME or s3://BUCKET/KEY, where the list of feeds is')
  }
  if (settings.fanOut && settings.mock)
    throw new Refusal({
      key: 'fanout',
      expected: 'off beside mock=ec2, whose functions reach nothing but the mock world',
      got: '"on"',
    })
  if (settings.fanOut && settings.job === undefined)
    requireFor('fanout=on', 'webhookSecret', settings.webhookSecret, 'the name of a secret that holds the webhook')
  return settings
}

/** Of the CDK itself: with a colon or a slash, as `availability-zones:...`, and what its command line keeps for itself. */
function isOfCdk(key: string): boolean {
  return key === 'acknowledged-issue-numbers' || key === 'cli-telemetry' || (/[:/]/.test(key) && !key.includes('//'))
}

function requireFor(what: string, key: Key, value: unknown, expected: string): void {
  if (value === undefined) throw new Refusal({ key, expected: `${expected}, for ${what}`, got: 'nothing' })
}

function textOf(key: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value).trim()
  throw new Refusal({ key, expected: 'a text or a number', got: kindOf(value) })
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function readModule(text: string): string | undefined {
  if (text === '') return undefined
  const file = resolve(text)
  if (isFile(file)) return file
  throw new Refusal({
    key: 'job',
    expected: 'the file of a module with a job, such as ./my-job.ts',
    got: text.includes('://')
      ? quotedText(text)
      : `"${text.slice(0, 100)}", which is no file (looked for at ${file.slice(0, 200)})`,
  })
}

/** Source: AWS Lambda Developer Guide, "Configure Lambda function memory". */
function readMemory(text: string): number[] {
  const sizes = text.split(',').map((size) => size.trim())
  const wrong = sizes.find((size) => !/^\d+$/.test(size) || Number(size) < 128 || Number(size) > 10_240)
  if (wrong !== undefined)
    throw new Refusal({
      key: 'memory',
      expected: 'sizes that Lambda has, whole numbers of MB from 128 to 10240, such as 512,1769',
      got: quotedText(wrong),
    })
  const sizesMb = sizes.map(Number)
  const twice = sizesMb.find((size, index) => sizesMb.indexOf(size) < index)
  if (twice !== undefined) throw new Refusal({ key: 'memory', expected: 'each size once', got: `${twice} twice` })
  return sizesMb
}

/** EventBridge Scheduler counts in whole minutes. */
function readEvery(text: string): number {
  const ms = readDuration('every', text)
  if (ms % 60_000 === 0) return ms
  throw new Refusal({ key: 'every', expected: 'whole minutes, such as 5m', got: quotedText(text) })
}

function readCount(key: Key, text: string, least: number, most: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (count >= least && count <= most) return count
  throw new Refusal({ key, expected: `a whole number from ${least} to ${most}`, got: quotedText(text) })
}

function readChoice<T extends string>(key: Key, text: string, all: readonly T[]): T {
  const found = all.find((one) => one === text)
  if (found !== undefined) return found
  throw new Refusal({ key, expected: `one of ${all.join(', ')}`, got: quotedText(text) })
}

function readFeedsPlace(text: string): FeedsPlace | undefined {
  if (text === '') return undefined
  const [, parameter] = /^ssm:([\w./-]+)$/.exec(text) ?? []
  if (parameter !== undefined) return { text, parameter }
  const [, bucket, object] = /^s3:\/\/([a-z\d.-]{3,63})\/([^*]+)$/.exec(text) ?? []
  if (bucket !== undefined && object !== undefined) return { text, bucket, object }
  throw new Refusal({ key: 'feeds', expected: 'ssm:NAME or s3://BUCKET/KEY', got: quotedText(text) })
}

/** A webhook in its place would stand in the template for everybody to read, so that not even the error repeats it. */
function readSecretName(text: string): string | undefined {
  if (text === '') return undefined
  if (isSecretName(text)) return text
  throw new Refusal({ key: 'webhookSecret', expected: SECRET_NAME, got: kindOf(text) })
}

/** By its name in the account and not by its id, which the CDK's subnets do not take. */
function readZone(text: string): string | undefined {
  if (text === '') return undefined
  if (/^[a-z]{2}(?:-[a-z]+)+-\d[a-z]$/.test(text)) return text
  throw new Refusal({
    key: 'mockZone',
    expected: 'the name of an availability zone, such as us-east-1b',
    got: quotedText(text),
  })
}

function readTopic(text: string): string | undefined {
  if (text === '') return undefined
  if (/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/.test(text)) return text
  throw new Refusal({ key: 'alarmTopic', expected: 'the ARN of an SNS topic', got: quotedText(text) })
}
