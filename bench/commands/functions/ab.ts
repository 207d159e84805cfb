import { existsSync } from 'node:fs'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { XRayClient } from '@aws-sdk/client-xray'
import { type AbPlan, digestOfAll, looksOf } from '../../run/aws/ab-plan.ts'
import { putBackAs, writeMeasured } from '../../run/aws/apply/measured-functions.ts'
import { readMeasured } from '../../run/aws/apply/read-measured.ts'
import { abVariantsOf, checkTracing } from '../../run/aws/variants.ts'
import { createControlClient } from '../../run/aws/configuration/lambda-client.ts'
import { type DeployedFunction, readDeployed } from '../../run/aws/deployed.ts'
import { functionNameOf, qualifierOf } from '../../run/aws/client/function-name.ts'
import { type Estimate, estimateAb } from '../../run/aws/estimate.ts'
import { explainAwsError } from '../../run/aws/client/explain-aws-error.ts'
import { createTarget } from '../../run/aws/target.ts'
import { createInvokeClient } from '../../run/aws/invoke.ts'
import { endpointOf, targetOf } from '../../run/aws/client/endpoint.ts'
import { type KnownFunction, readFunctions } from '../../run/aws/read-functions.ts'
import { checkSpan } from '../../run/aws/mock-world.ts'
import { preflight, readAccountLimits } from '../../run/aws/preflight.ts'
import { newRunId } from '../../run/aws/run-id.ts'
import { checkRetrieval, readTraceDestination, type TraceDestination } from '../../run/aws/traces/trace-destination.ts'
import { createXRayClient } from '../../run/aws/traces/xray-client.ts'
import { describeEnvironment } from '../../trial/environment.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { Trial } from '../../trial/trial.ts'
import { problemOf, UserError } from '../../io/user-error.ts'
import { applyResult, checkApplicable } from './apply.ts'
import { parseCriteria } from '../results/criteria.ts'
import { abJournalFile, checkJournals } from './journals.ts'
import { restoreCommand } from './restore.ts'
import { type InvocationInput, inputOf, inputForMock, readAuthority, readPayloads } from './ab-options.ts'
import { describePlan } from './describe-plan.ts'
import { takeFolder } from '../results/folder.ts'
import { hooksOf } from './hooks.ts'
import { onInterrupt } from '../../cli/interrupt.ts'
import { parseAmount, parseCount, parseDuration, parseMargin, parseMemory } from '../../cli/values.ts'
import { type ReportedOptions, runComparison } from './run-comparison.ts'
import { type Logger, loggerOf } from '../../cli/logger.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { progressTexts, stoppingTexts, titleTexts, tracesTexts } from '../../report/messages/commands.ts'
import { formatDuration } from '../../report/format.ts'
import { cutToWidth } from '../../report/table.ts'

export interface AbCommandOptions extends ReportedOptions {
  readonly outputs?: string
  readonly stack?: string
  readonly functions?: string
  readonly strategies?: string
  readonly reference?: string
  readonly memory?: string
  readonly containers?: string
  readonly warmInvocations?: string
  readonly concurrency?: string
  readonly pause?: string
  readonly seed?: string
  readonly margin?: string
  readonly mock?: string
  readonly mockCa?: string
  readonly payload?: readonly string[]
  readonly allowedErrors?: string
  readonly pre?: string
  readonly post?: string
  readonly dryRun?: boolean
  readonly expect?: string
  readonly maxUsd?: string
  /** False with --no-traces. */
  readonly traces?: boolean
  readonly patience?: string
  readonly restore?: boolean
  readonly latest?: boolean
  readonly parallel?: boolean
  readonly apply?: boolean
  readonly alias?: string
  readonly yes?: boolean
  readonly share?: string
  readonly only?: 'cold'
  readonly output?: string
}

/** Than was estimated, which is said then. */
const MUCH_LONGER = 1.25

const OUTPUTS = 'cdk-outputs.json'

/** `utakata ab`: compares deployed functions. Gives the exit code. */
export async function abCommand(options: AbCommandOptions, io: Io): Promise<number> {
  const control = createControlClient()
  try {
    return options.restore ? await restoreCommand(abJournalFile(io), io) : await compare(control, options, io)
  } catch (error) {
    throw explainAwsError(error, { service: 'Lambda', action: 'GetFunction' }) ?? error
  } finally {
    control.destroy()
  }
}

async function compare(control: LambdaClient, options: AbCommandOptions, io: Io): Promise<number> {
  checkJournals(io)
  // What only the report needs would otherwise be found out when everything is paid for.
  parseCriteria(options)
  const named = namedFunctions(options, io)
  const memoryMb = options.memory === undefined ? undefined : parseMemory(options.memory, '--memory')
  const payloads = await readPayloads(options.payload ?? [], io)
  const mockCa = options.mockCa === undefined ? undefined : readAuthority(pathIn(io, options.mockCa))
  if (payloads.length === 0 && !named.deployed) throw new UserError('payload-missing', {})
  const isPlanOnly = options.dryRun ?? false
  checkApply(options, io)
  // From the outputs of a stack a plan can be made without a call to AWS.
  const functions: readonly (DeployedFunction | KnownFunction)[] =
    isPlanOnly && named.deployed
      ? named.deployed.functions
      : await readFunctions(control, named.deployed?.functions ?? named.names)
  const isOurs = named.deployed !== undefined || functions.some((one) => 'isOurs' in one && one.isOurs)
  const isOwnJob = functions.some((one) => one.isOwnJob)
  const input =
    payloads.length > 0
      ? inputOf(payloads, isOurs, { isOwnJob })
      : await inputForMock({
          mock: options.mock,
          mockCa,
          outputs: named.deployed?.outputs ?? new Map(),
          isPlanOnly,
          isOwnJob,
        })
  const plan = planOf(options, functions, memoryMb, input, named.deployed)
  if (options.traces !== false)
    checkTracing(
      functions.flatMap((one) => ('isTraced' in one ? one : [])),
      plan.variants,
    )
  const expectMs = parseDuration(options.expect ?? '1s', '--expect')
  const estimate = estimateAb(plan, expectMs)
  const logger = isPlanOnly ? loggerOf({}, io.stdout) : loggerOf(options, io.stderr)
  const renewalMode = options.latest ? 'latest' : 'versions'
  // A plan that is made of a stack's outputs makes no request.
  const limits = isPlanOnly && named.deployed ? undefined : ((await readAccountLimits(control)) ?? 'unknown')
  const notes = preflight(plan, { functions, mode: renewalMode, limits })
  for (const line of describePlan(plan, { estimate, notes, invocationMs: expectMs })) logger.note(line)
  checkPrice(plan, estimate)
  if (options.apply && plan.variants.some(({ group }) => group !== undefined))
    throw new UserError('not-one-comparison', {})
  if (input.mockSpan) checkSpan(input.mockSpan, estimate.elapsedMs)
  const names = [...new Set(plan.variants.map((variant) => variant.function))]
  if (options.apply) await checkApplicable(control, isPlanOnly ? [] : names, options, io)
  if (isPlanOnly) return EXIT.done

  const emulations = functions.flatMap((one) =>
    'emulation' in one && one.emulation ? { ...one.emulation, memoryMb: one.memoryMb } : [],
  )
  const place = emulations.length > 0 ? 'lab' : targetOf(await endpointOf(control))
  const xray = options.traces === false ? undefined : createXRayClient()
  // Whoever learns only in the end that the traces are elsewhere has paid for nothing.
  const traceDestination = xray && (await destinationFor(xray, logger))
  using folder = takeFolder(options.output, { name: 'ab' }, io)
  const lambda = createInvokeClient()
  const interrupt = onInterrupt(stoppingTexts.kept, io)
  const readAll = async () => await Promise.all(names.map((name) => readMeasured(control, name)))
  try {
    const before = await readAll()
    const at = await endpointOf(control)
    writeMeasured(folder.path, { ...at, functions: before })
    const hooks = hooksOf(options, { run: plan.run, folder: folder.path }, io)
    const exitCode = await runComparison({
      io,
      plan,
      folder,
      journalFile: abJournalFile(io),
      control,
      xray,
      ...(traceDestination && { traceDestination }),
      patienceMs: parseDuration(options.patience ?? '2m', '--patience'),
      hasRuns: functions.every((one) => 'tracesRuns' in one && one.tracesRuns),
      interrupt,
      report: options,
      async around(phase) {
        if (phase === 'post') {
          const after = await readAll().catch(() => before)
          const functions = before.map((one, index) => putBackAs(one, after[index]!))
          try {
            writeMeasured(folder.path, { ...at, functions })
          } catch {
            // What was there before stands: nothing is applied to a function that is not known to be the same.
          }
        }
        await hooks?.(phase)
      },
      renewalMode,
      // What holds for --latest holds from then on.
      fellBack({ permission }) {
        try {
          preflight(plan, { functions, mode: 'latest', limits })
        } catch (error) {
          throw new UserError('versions-needed', { permission, problem: problemOf(error) })
        }
      },
      renewedFirst(ms) {
        const { elapsedMs } = estimateAb(plan, expectMs, ms)
        if (elapsedMs > estimate.elapsedMs * MUCH_LONGER)
          logger.note(progressTexts.renewalTook(formatDuration(ms), formatDuration(elapsedMs)))
        if (input.mockSpan) checkSpan(input.mockSpan, elapsedMs)
      },
      targetFor: (renewal) =>
        createTarget({
          plan,
          target: place,
          client: lambda,
          renewal,
          eventFor: input.eventFor(plan),
          environment: describeEnvironment(),
          emulationOf: (memoryMb) => emulationAt(memoryMb, emulations),
        }),
    })
    return options.apply && exitCode === EXIT.done ? await applyResult(folder.path, options, io) : exitCode
  } finally {
    lambda.destroy()
    xray?.destroy()
    interrupt.dispose()
  }
}

/** Throws a UserError where what is to be applied could not be, once everything was paid for. */
function checkApply({ apply, alias, share, yes }: AbCommandOptions, { stdout }: Io): void {
  const alone = Object.entries({ alias, share, yes }).find(([, value]) => value !== undefined)
  if (!apply && alone) throw new UserError('apply-option-alone', { option: `--${alone[0]}` })
  if (apply && !yes && !stdout.isTTY) throw new UserError('apply-without-yes', {})
}

/** Where the account has its traces; throws a UserError where the credentials may not read them there. */
async function destinationFor(xray: XRayClient, logger: Logger): Promise<TraceDestination> {
  const destination = await readTraceDestination(xray)
  if (destination === 'unknown') logger.note(tracesTexts.destinationUnknown)
  if (destination === 'cloudwatch') {
    logger.note(tracesTexts.inCloudWatch(false))
    await checkRetrieval(xray)
  }
  return destination
}

/** How a lab emulates a size of memory; of one that no function was deployed with it has measured nothing. */
function emulationAt(
  memoryMb: number,
  emulations: readonly (NonNullable<Trial['emulation']> & { readonly memoryMb: number })[],
): Trial['emulation'] {
  const known = emulations.find((one) => one.memoryMb === memoryMb) ?? emulations[0]
  if (!known) return undefined
  const { memoryMb: knownMb, share, ...alike } = known
  return { ...alike, share: knownMb === memoryMb ? share : unmeasured(share, memoryMb / knownMb) }
}

function unmeasured(
  { wanted, achieved }: NonNullable<Trial['emulation']>['share'],
  times: number,
): NonNullable<Trial['emulation']>['share'] {
  return { wanted: wanted * times, ...(achieved !== undefined && { isUnmeasured: true }) }
}

interface Named {
  /** Of a stack of ours. */
  readonly deployed?: ReturnType<typeof readDeployed>
  readonly names: readonly string[]
}

function namedFunctions({ outputs, stack, functions, strategies, memory }: AbCommandOptions, io: Io): Named {
  if (functions !== undefined) {
    if (outputs !== undefined || strategies !== undefined) throw new UserError('functions-named-twice', {})
    const names = functions.split(',').map((name) => name.trim())
    // Of one function its sizes are compared.
    const isTooFew = names.length < 2 && memory === undefined
    if (isTooFew || names.includes('')) throw new UserError('too-few-functions', { given: functions })
    const qualified = names.find((name) => qualifierOf(name) !== undefined)
    if (qualified !== undefined)
      throw new UserError('function-qualified', { given: qualified, name: functionNameOf(qualified)! })
    return { names }
  }
  const file = pathIn(io, outputs ?? OUTPUTS)
  if (outputs === undefined && !existsSync(file)) throw new UserError('outputs-missing', { file: OUTPUTS })
  return { deployed: readDeployed(file, { stack }), names: [] }
}

function planOf(
  options: AbCommandOptions,
  functions: readonly DeployedFunction[],
  memoryMb: readonly number[] | undefined,
  { check, digest }: InvocationInput,
  deployed: Named['deployed'],
): AbPlan {
  const known = [...new Set(functions.map(({ strategy }) => strategy))]
  const strategies = options.strategies?.split(',').map((one) => one.trim())
  const unknown = strategies?.find((one) => !known.includes(one))
  if (unknown !== undefined) throw new UserError('strategy-not-deployed', { known, given: unknown })
  const reference = options.reference ?? (known.includes('sequential') ? 'sequential' : known[0]!)
  if (!known.includes(reference)) throw new UserError('not-a-reference', { known, given: reference })
  const isOurs = functions.some(
    (one) => one.strategy === reference && (deployed !== undefined || ('isOurs' in one && one.isOurs)),
  )
  const variants = abVariantsOf({ functions, isOurs, memoryMb, strategies, reference })
  const [first] = variants
  // Of the functions of a stack one by itself is measured, too: how much its containers differ.
  if (options.functions !== undefined && !variants.some(({ role }) => role === 'candidate'))
    throw new UserError('own-size-alone', { name: first!.function, memoryMb: first!.memoryMb })
  const environments = parseCount(options.containers ?? '12', '--containers')
  const isOnlyCold = options.only === 'cold'
  if (isOnlyCold && options.warmInvocations !== undefined) throw new UserError('warm-beside-only-cold', {})
  const warm = isOnlyCold ? 0 : parseCount(options.warmInvocations ?? '2', '--warm-invocations')
  const concurrency = parseCount(options.concurrency ?? '1', '--concurrency')
  return {
    run: newRunId(),
    scenario: {
      name: abTitle(
        deployed?.stack,
        functions.map(({ name }) => name),
        { isOnlyCold },
      ),
      digest: digestOfAll(digest, deployed?.bundleDigest, variants, environments, warm, concurrency),
      reference: variants[0]!.name,
      variants: variants.map((variant) => variant.name),
      margin: parseMargin(options.margin),
      quick: false,
      // Of a cold start there is one in each container.
      iterations: isOnlyCold ? concurrency : warm * concurrency,
      ...(isOnlyCold && { isOnlyCold: true as const }),
      check,
      looks: looksOf(environments),
    },
    variants,
    seed: parseCount(options.seed ?? '1', '--seed', 0),
    environments,
    warm,
    concurrency,
    ...(options.parallel && { isParallel: true }),
    pauseMs: options.pause === undefined ? 0 : parseDuration(options.pause, '--pause'),
    allowedErrors: parseCount(options.allowedErrors ?? '5', '--allowed-errors', 0),
    ...(options.maxUsd !== undefined && { maxUsd: parseAmount(options.maxUsd, '--max-usd') }),
  }
}

/** Throws a UserError where a comparison may cost more than it is allowed to, or nobody knows what it costs. */
function checkPrice({ maxUsd }: AbPlan, { mostUsd, unpriced }: Estimate): void {
  if (maxUsd === undefined) return
  if (mostUsd === undefined) throw new UserError('price-unknown', { functions: unpriced })
  if (mostUsd > maxUsd) throw new UserError('too-expensive', { mostUsd: maxUsd, estimatedUsd: mostUsd })
}

/** As long as a title is of use in a table of several results. */
const MAX_TITLE_CHARACTERS = 60

/** What the report of a comparison is called: after its stack, or after its functions, without the numbers of accounts. */
export function abTitle(stack: string | undefined, functions: readonly string[], { isOnlyCold = false } = {}): string {
  if (isOnlyCold) return asTitle(titleTexts.coldStarts(abTitle(stack, functions)))
  if (stack !== undefined) return asTitle(titleTexts.stack(stack))
  const names = functions.map((name) => name.replace(/^.*\bfunction:/, ''))
  for (let shown = names.length; shown > 0; shown--) {
    const title = titleTexts.functions(names.slice(0, shown), names.length - shown)
    if (title.length <= MAX_TITLE_CHARACTERS) return title
  }
  return asTitle(titleTexts.functions(names.slice(0, 1), 0))
}

function asTitle(text: string): string {
  return text.length > MAX_TITLE_CHARACTERS ? `${cutToWidth(text, MAX_TITLE_CHARACTERS - 1)}…` : text
}
