import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StrategyName } from '../../../strategies/index.ts'
import { atExit } from '../../io/at-exit.ts'
import type { Trial } from '../../trial/trial.ts'
import { LAB_TAG } from '../aws/read-functions.ts'
import { type LabKey, newLabKey } from './access/access-key.ts'
import { buildBundle } from './bundle.ts'
import { type CpuShare, measureShare, shareOf } from './lambda/cpu-share.ts'
import { architectureOf, arnOf, type FunctionSettings, LAB_REGION } from './lambda/function-settings.ts'
import type { UpdateFaults } from './lambda/deployed-function.ts'
import type { TraceStyle } from './lambda/function-segments.ts'
import { LocalLambda } from './lambda/local-lambda.ts'
import { runtimeClient } from './lambda/runtime-process.ts'
import { startLambdaService } from './lambda/service.ts'
import { groupOf } from '../aws/logs/log-names.ts'
import { type LogsService, type LogsServiceOptions, startLogsService } from './logs/service.ts'
import { type Collector, type CollectorOptions, startCollector } from './xray/collector.ts'

export interface LabOptions {
  readonly strategies: readonly StrategyName[]
  /** One function of each strategy for each size. */
  readonly memoryMb: readonly number[]
  /** The module of a user's own job, which the functions do in place of the built-in one. */
  readonly job?: string | undefined
  /** What this module reads, and the file that they are in. */
  readonly variables?: JobVariables | undefined
  /** What a function is configured to trace; see infra/README.md. */
  readonly trace?: string
  /** Of the segments that Lambda itself sends. */
  readonly traceStyle?: TraceStyle
  readonly freezes?: boolean
  readonly limitsCpu?: boolean
  readonly limitsInit?: boolean
  readonly faults?: CollectorOptions['faults']
  readonly updateFaults?: Partial<UpdateFaults> | undefined
  readonly logFaults?: LogsServiceOptions['faults']
  /** Ends the start. */
  readonly signal?: AbortSignal
}

export interface JobVariables {
  readonly file: string
  readonly values: Readonly<Record<string, string>>
}

/** A deployed stack on this machine: every strategy as a function of the local Lambda, traced to the local X-Ray, logged to local logs. */
export interface Lab extends AsyncDisposable {
  readonly region: string
  readonly lambdaEndpoint: string
  readonly xrayEndpoint: string
  readonly logsEndpoint: string
  /** What its three APIs know their clients by. */
  readonly key: LabKey
  readonly collector: Collector
  readonly logs: LogsService
  readonly lambda: LocalLambda
  /** As a deploy writes them to cdk-outputs.json. */
  readonly outputsFile: string
  readonly emulationOf: (memoryMb: number) => NonNullable<Trial['emulation']>
}

/** The name of the stack that a lab stands for, and of its functions' beginning. */
const STACK = 'utakata'

/** Rejects where `signal` is aborted before all of it is there, with nothing left of what was. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const {
    strategies,
    memoryMb: sizes,
    job,
    variables,
    faults,
    updateFaults,
    logFaults,
    trace,
    traceStyle,
    signal,
  } = options
  const { freezes, limitsCpu, limitsInit = false } = options
  const folder = mkdtempSync(join(tmpdir(), 'utakata-lab-'))
  await using undo = new AsyncDisposableStack()
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  undo.defer(atExit(removeFolder))
  undo.defer(removeFolder)
  const key = newLabKey()
  const bundle = join(folder, 'bundle')
  const collector = undo.use(await startCollector({ key, faults }))
  const logs = undo.use(await startLogsService({ key, faults: logFaults }))
  const digest = await buildBundle(bundle, { job, variablesFile: variables?.file, signal })
  const functions = strategies.flatMap((strategy) =>
    sizes.map((memoryMb) =>
      functionOf(strategy, memoryMb, {
        folder: bundle,
        digest,
        trace,
        isOwnJob: job !== undefined,
        variables: variables?.values,
      }),
    ),
  )
  const lambda = undo.use(
    new LocalLambda({
      functions,
      ...(freezes !== undefined && { freezes }),
      ...(limitsCpu !== undefined && { limitsCpu }),
      limitsInit,
      ...(traceStyle && { traceStyle }),
      faults: updateFaults,
      daemon: collector.daemonAddress,
      log: (name, stream, message) => logs.store.put(groupOf(name), stream, message),
      begins: ({ id }) => collector.expect(id),
      trace(segment) {
        try {
          collector.put(segment)
        } catch {
          // Refused, as X-Ray would, such as for a trace that somebody gave an impossible id: counted there, and no fault of the function.
        }
      },
    }),
  )
  const shares = new Map<number, CpuShare>()
  for (const memoryMb of sizes) {
    signal?.throwIfAborted()
    shares.set(memoryMb, await measureShare(memoryMb, lambda.cpuGroups))
  }
  const emulationOf = (memoryMb: number) => ({
    client: runtimeClient(),
    freezes: lambda.freezes,
    limitsInit,
    share: shares.get(memoryMb) ?? { wanted: shareOf(memoryMb), achieved: undefined },
  })
  const tagsOf = (memoryMb: number) => ({ [LAB_TAG]: JSON.stringify(emulationOf(memoryMb)) })
  const service = undo.use(await startLambdaService(lambda, { key, tagsOf }))
  const outputsFile = join(folder, 'cdk-outputs.json')
  writeFileSync(outputsFile, JSON.stringify({ [STACK]: outputsOf(functions, digest) }, undefined, 2))
  signal?.throwIfAborted()
  const held = undo.move()
  return {
    region: LAB_REGION,
    lambdaEndpoint: service.endpoint,
    xrayEndpoint: collector.endpoint,
    logsEndpoint: logs.endpoint,
    key,
    collector,
    logs,
    lambda,
    outputsFile,
    emulationOf,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

interface DeployedAs {
  readonly folder: string
  readonly digest: string
  readonly trace: string | undefined
  readonly isOwnJob: boolean
  /** Of the user's own job. */
  readonly variables: JobVariables['values'] | undefined
}

/** As the stack sets a function up (infra/job-function.ts). */
function functionOf(
  strategy: StrategyName,
  memoryMb: number,
  { folder, digest, trace = 'exemplars', isOwnJob, variables }: DeployedAs,
): FunctionSettings {
  return {
    name: `${STACK}-${strategy}-${memoryMb}`,
    folder,
    handler: 'handler.handler',
    memoryMb,
    timeoutMs: 60_000,
    logFormat: 'JSON',
    variables: {
      ...variables,
      STRATEGY: strategy,
      TRACE: trace,
      WITHIN: '30m',
      FEEDS: '',
      WEBHOOK_SECRET: '',
      BUNDLE_DIGEST: digest,
      ...(isOwnJob && { OWN_JOB: 'own-job.mjs' }),
      UV_THREADPOOL_SIZE: '64',
      TZ: 'UTC',
    },
  }
}

function outputsOf(functions: readonly FunctionSettings[], digest: string): Record<string, string> {
  const entries = functions.map((settings) => {
    const { name, memoryMb, variables } = settings
    const strategy = variables.STRATEGY!
    const id = strategy.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()) + memoryMb
    const isOwnJob = variables.OWN_JOB !== undefined
    const about = {
      strategy,
      memoryMb,
      architecture: architectureOf(settings),
      ...(isOwnJob && { isOwnJob }),
      name,
      arn: arnOf(name),
    }
    return [`Function${id}`, JSON.stringify(about)]
  })
  return { ...Object.fromEntries(entries), BundleDigest: digest }
}
