import { once } from 'node:events'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { strategies as allStrategies, type StrategyName } from '../../../strategies/index.ts'
import { type AbPlan, digestOfAll, looksOf } from '../../run/aws/ab-plan.ts'
import { abVariantsOf } from '../../run/aws/variants.ts'
import { readDeployed } from '../../run/aws/deployed.ts'
import { createTarget } from '../../run/aws/target.ts'
import { createInvokeClient } from '../../run/aws/invoke.ts'
import { worldEvent, worldOf } from '../../run/aws/job-event.ts'
import { createControlClient } from '../../run/aws/configuration/lambda-client.ts'
import { newRunId } from '../../run/aws/run-id.ts'
import { createXRayClient } from '../../run/aws/traces/xray-client.ts'
import { describeEnvironment } from '../../trial/environment.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { TraceStyle } from '../../run/lab/lambda/function-segments.ts'
import { type JobVariables, type Lab, type LabOptions, startLab } from '../../run/lab/lab.ts'
import { PeerError } from '../../run/peer-error.ts'
import { startWorld, type WorldProcess } from '../../run/local/world.ts'
import { ENGLISH } from '../../report/messages/en.ts'
import { readScenario } from '../../scenario/file.ts'
import { refuseChangedJob } from '../../scenario/own-files.ts'
import { digestOf, hasOwnItems } from '../../scenario/scenario.ts'
import { readNamedFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'
import { writeWhole } from '../../io/write-whole.ts'
import { type ReportedOptions, runComparison } from './run-comparison.ts'
import { takeFolder } from '../results/folder.ts'
import type { HeldFolder } from '../results/held-folder.ts'
import { type Interrupt, onInterrupt } from '../../cli/interrupt.ts'
import { parseCount, parseDuration, parseMemory, parseStrategies } from '../../cli/values.ts'
import { loggerOf } from '../../cli/logger.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { scenarioIn, settingsOf, tryOwnJob } from '../race/bench-plan.ts'
import { announcementTexts, noticeTexts, startTexts, stoppingTexts } from '../../report/messages/commands.ts'
import { errorText } from '../../report/messages/problems.ts'

export interface LabCommandOptions extends ReportedOptions {
  readonly set?: readonly string[]
  readonly strategies?: string
  readonly reference?: string
  readonly memory?: string
  readonly containers?: string
  readonly warmInvocations?: string
  readonly trace?: string
  readonly traceStyle?: TraceStyle
  readonly transactionSearch?: boolean
  readonly oldVersion?: string
  readonly variables?: string
  readonly seed?: string
  readonly margin?: string
  /** False with --no-freeze and --no-cpu-share. */
  readonly freeze?: boolean
  readonly cpuShare?: boolean
  readonly limitInit?: boolean
  readonly keep?: boolean
  readonly output?: string
}

/** Far more than a function may have, with comments. */
const MAX_VARIABLES_BYTES = 1_000_000

/** How long a trace of this machine may take. */
const PATIENCE_MS = 15_000

/** `utakata lab`: the whole deployed comparison on this machine, or, with `keep`, what it is made on, until stopped. Gives the exit code. */
export async function labCommand(name: string, options: LabCommandOptions, io: Io): Promise<number> {
  const { set, seed, margin } = options
  const names = parseStrategies(options.strategies, '--strategies') ?? (Object.keys(allStrategies) as StrategyName[])
  // Its strategies are functions, any of which can be the reference.
  const scenario = readScenario(scenarioIn(io, name), settingsOf({ set, seed, margin }))
  const { job, codeDigest } = scenario
  const isOwnJob = job !== undefined
  // Programs do not become functions, and nobody else knows what to do with their bodies.
  if (!isOwnJob && hasOwnItems(scenario)) throw new UserError('lab-of-programs', {})
  const variables = options.variables === undefined ? undefined : variablesIn(pathIn(io, options.variables), isOwnJob)
  const memoryMb = parseMemory(options.memory ?? '1769', '--memory')
  const environments = parseCount(options.containers ?? '12', '--containers')
  const warm = parseCount(options.warmInvocations ?? '2', '--warm-invocations')
  const reference = options.reference ?? (names.includes('sequential') ? 'sequential' : names[0]!)
  if (!names.includes(reference as StrategyName))
    throw new UserError('not-a-reference', { known: names, given: reference })
  await tryOwnJob([scenario], io, variables?.values ?? {})
  using folder = takeFolder(options.output, { name: 'lab' }, io)
  const printNote = loggerOf(options, io.stderr).note
  printNote(announcementTexts.lab(ENGLISH.emulation.banner))
  if (options.trace === 'sdk') printNote(announcementTexts.sdkTrace)
  await using undo = new AsyncDisposableStack()
  // From here to the end of the process: whenever Ctrl-C comes, nothing is left behind.
  const interrupt = onInterrupt(options.keep ? stoppingTexts.plain : stoppingTexts.kept, io)
  const { signal } = interrupt
  let world: WorldProcess
  let lab: Lab
  try {
    world = undo.adopt(await startWorld(scenario.world, { compares: scenario.deliveries }), (one) => one.stop())
    lab = undo.use(await startLab({ ...labOptionsOf(options), strategies: names, memoryMb, job, variables, signal }))
    // What was bundled is what was tried.
    refuseChangedJob(scenario)
  } catch (error) {
    // What was cut short rejects in words of its own.
    if (signal.aborted) return EXIT.interrupted
    if (!(error instanceof PeerError)) throw error
    // Such as a mock server that was killed, or stopped, before it was ready.
    printNote(noticeTexts.brokenOff('lab', errorText(error)))
    return EXIT.cannotJudge
  }
  undo.defer(() => {
    const { foreign } = lab.collector.figures()
    if (foreign > 0) printNote(noticeTexts.foreignDocuments(foreign))
  })
  if (options.keep) return await keepOpen(lab, world, { folder, isOwnJob, interrupt, io })

  const { functions, bundleDigest } = readDeployed(lab.outputsFile)
  const variants = abVariantsOf({ functions, isOurs: true, memoryMb, strategies: names, reference })
  const plan: AbPlan = {
    run: newRunId(),
    scenario: {
      name: scenario.name,
      digest: digestOfAll(digestOf(scenario), bundleDigest, memoryMb, environments, warm),
      reference: variants[0]!.name,
      variants: variants.map((variant) => variant.name),
      margin: scenario.plan.margin,
      quick: false,
      iterations: warm,
      check: isOwnJob ? 'own' : scenario.check,
      ...(codeDigest !== undefined && { codeDigest }),
      ...(scenario.client.allowNet && { allowsNet: true as const }),
      ...(isOwnJob && scenario.deliveries === 'counts' && { countsPosts: true as const }),
      looks: looksOf(environments),
    },
    variants,
    seed: scenario.world.seed,
    environments,
    warm,
    concurrency: 1,
    pauseMs: 0,
    allowedErrors: 5,
  }
  const settings = { ...scenario, stepTimeoutMs: scenario.client.stepTimeoutMs }
  const invocations = variants.length * environments * (1 + warm)
  printNote(
    announcementTexts.labComparison(
      variants.map((variant) => variant.name),
      environments,
      warm,
      invocations,
    ),
  )
  const client = { region: lab.region, endpoint: lab.lambdaEndpoint, credentials: lab.key }
  const lambda = undo.adopt(createInvokeClient(client), (one) => one.destroy())
  const control = undo.adopt(createControlClient(client), (one) => one.destroy())
  const xray = undo.adopt(createXRayClient({ ...client, endpoint: lab.xrayEndpoint }), (one) => one.destroy())
  return await runComparison({
    io,
    plan,
    folder,
    journalFile: join(folder.path, 'journal.jsonl'),
    control,
    xray,
    patienceMs: PATIENCE_MS,
    hasRuns: options.trace !== 'off',
    ...(options.transactionSearch && { traceDestination: 'cloudwatch' }),
    isPlain: true,
    interrupt,
    report: options,
    renewalMode: 'versions',
    targetFor: (renewal) =>
      createTarget({
        plan,
        target: 'lab',
        client: lambda,
        renewal,
        eventFor: (turn) => worldEvent({ origin: world.origin(), ca: world.ca() }, settings, plan, turn),
        environment: describeEnvironment(),
        emulationOf: lab.emulationOf,
        mock: world,
        world: scenario.world,
        checkCpuMs: scenario.checkCpuMs,
      }),
  })
}

/** What is wrong with their names is said by who builds the functions. */
function variablesIn(file: string, isOwnJob: boolean): JobVariables {
  if (!isOwnJob) throw new UserError('variables-without-job', {})
  const text = readNamedFile(file, 'job-variables-unreadable', { mostBytes: MAX_VARIABLES_BYTES })
  return { file, values: parseEnv(text) as JobVariables['values'] }
}

function labOptionsOf(options: LabCommandOptions): Partial<LabOptions> {
  const { trace, traceStyle, transactionSearch = false, oldVersion, freeze, cpuShare, limitInit } = options
  return {
    ...(transactionSearch && { faults: { destination: 'CloudWatchLogs' } }),
    ...(oldVersion !== undefined && {
      updateFaults: { servesOldMs: parseDuration(oldVersion, '--old-version'), describesOldMs: 300 },
    }),
    ...(trace !== undefined && { trace }),
    ...(traceStyle && { traceStyle }),
    ...(freeze !== undefined && { freezes: freeze }),
    ...(cpuShare !== undefined && { limitsCpu: cpuShare }),
    ...(limitInit !== undefined && { limitsInit: limitInit }),
  }
}

interface Kept {
  readonly folder: HeldFolder
  readonly isOwnJob: boolean
  readonly interrupt: Interrupt
  readonly io: Io
}

/** Prints where everything is and what to try, and waits for Ctrl-C. */
async function keepOpen(
  lab: Lab,
  world: WorldProcess,
  { folder: { path }, isOwnJob, interrupt: { signal }, io }: Kept,
): Promise<number> {
  const event = join(path, 'event.json')
  const ca = world.ca()
  writeWhole(
    event,
    JSON.stringify({ world: worldOf({ origin: world.origin(), ca }, { block: 1, iteration: 1, isOwnJob }) }),
  )
  const authority = join(path, 'mock-ca.pem')
  if (ca !== undefined) writeWhole(authority, ca)
  io.stdout.write(
    startTexts.lab({
      lambda: lab.lambdaEndpoint,
      functions: lab.lambda.names(),
      xray: lab.xrayEndpoint,
      logs: lab.logsEndpoint,
      daemon: lab.collector.daemonAddress,
      mock: world.origin(),
      outputs: lab.outputsFile,
      region: lab.region,
      ...lab.key,
      event,
      answer: join(path, 'answer.json'),
      caFile: ca === undefined ? undefined : authority,
    }),
  )
  // What is waited for does not keep a process alive; its servers do.
  if (!signal.aborted) await once(signal, 'abort')
  return EXIT.done
}
