import { setTimeout as sleep } from 'node:timers/promises'
import { orderOf } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { type AbPlan, mostRepeats, spareBlocks } from './ab-plan.ts'
import type { AbVariant } from './variants.ts'
import { spentUsd } from './invocation-cost.ts'
import { UserError } from '../../io/user-error.ts'
import type { Pause } from './client/backoff.ts'
import type { Renewed } from './renewal.ts'

/** New containers of a variant, which are to be invoked. */
interface VariantTurn {
  readonly variant: AbVariant
  /** The container's number; with several at a time, of all of them. */
  readonly block: number
  readonly position: number
  /** 0, or how often containers that were there before had answered in place of the new ones. */
  readonly attempt: number
  /** The version whose containers they are; of `$LATEST` where absent. */
  readonly version?: string | undefined
}

/** Which invocation of a comparison it is. */
export interface Turn extends VariantTurn {
  /** 0 and up to the concurrency is cold, what follows is warm. */
  readonly iteration: number
}

/** What a driver needs of the place where the functions are. */
export interface Target {
  /** Sees to it that the function's next invocations find new containers. */
  readonly renew: (variant: AbVariant) => Promise<Renewed>
  /** They are not needed any more. */
  readonly retire: (renewed: Renewed) => Promise<void>
  /** Invokes once and gives what is known of it, whatever came of it. */
  readonly take: (turn: Turn, signal: AbortSignal) => Promise<Trial>
}

export interface DriveOptions {
  readonly signal: AbortSignal
  readonly pause?: Pause
}

const pauseFor: Pause = (ms, signal) => sleep(ms, undefined, { signal })

export interface DriveEvents {
  /** A block begins once this is done, `whole` of those before it being whole. */
  readonly beginning?: (block: number, whole: number) => Promise<void>
  readonly ended: (trial: Trial) => void
  /** A container that was there before has answered: it is asked again after this time. */
  readonly waiting?: (turn: VariantTurn, ms: number) => void
  /** Containers that were there before have answered to the end. */
  readonly notNew?: (turn: VariantTurn) => void
}

/**
 * After a change Lambda may hand out containers that were there before for "typically less than a minute"; another change would only begin that anew. So
 * it is asked again after these times. Source: AWS Lambda API Reference, "UpdateFunctionConfiguration".
 */
const WAITS_MS = [1, 2, 4, 8, 16, 32, 60].map((seconds) => seconds * 1000)

/** Lambda may replace a container silently: a warm run that turned out cold is repeated this often. */
const MAX_REPEATS = 2

/**
 * Runs a plan: for each block, in an order drawn anew, each variant gets new containers, a cold invocation and its warm ones; a few more
 * where Lambda took containers away, or handed out old ones. Every invocation is given out as a trial the moment it ended. Ends early,
 * with what was done, once `signal` is aborted; rejects where more invocations fail, or more is spent, than is allowed, and with what
 * the target rejects with. Nothing is under way any more then.
 */
export async function drive(
  plan: AbPlan,
  target: Target,
  events: DriveEvents,
  { signal, pause = pauseFor }: DriveOptions,
): Promise<void> {
  try {
    await driveThrough(plan, target, events, { signal, pause })
  } catch (error) {
    // Whatever was cut short rejects in words of its own.
    if (!signal.aborted) throw error
  }
}

async function driveThrough(
  plan: AbPlan,
  target: Target,
  events: DriveEvents,
  { signal, pause }: Required<DriveOptions>,
): Promise<void> {
  const { scenario, variants, environments, warm, concurrency, seed, pauseMs } = plan
  const check = createBounds(plan)
  const watch = createContainerWatch()
  let repeatsLeft = mostRepeats(plan)
  const mayRepeat = (many: number) => repeatsLeft >= many && ((repeatsLeft -= many), true)

  /**
   * Gives whether it was cold, and whether it was in a container that is not of this turn. What such a container answers shows nothing of
   * the variant: it is kept as a warm-up.
   */
  const take = async (turn: Turn) => {
    signal.throwIfAborted()
    const taken = await target.take(turn, signal)
    // What was cut short shows nothing.
    signal.throwIfAborted()
    const { variant, block, version } = turn
    const isCold = taken.phase === (scenario.isOnlyCold ? 'measured' : 'cold')
    // A new container of another size is one of before the change; of a version there is no other.
    const isOther =
      watch.isOfOther(`${variant.name} ${block}`, taken, isCold) ||
      (version === undefined && hasOtherMemory(taken, variant))
    const isOld = isOther && taken.faults.length === 0
    const trial: Trial = isOld ? { ...taken, phase: 'warmup' } : taken
    events.ended(trial)
    check(trial)
    return {
      isCold: isCold && !isOld,
      isOld,
      isFaulty: taken.faults.length > 0,
      container: taken.invocation?.container,
    }
  }
  /** How long old containers were met after a change; what is asked again at once is paid for. */
  let settlingMs = 0
  /** Gives the turn with new containers, each with its cold invocation; undefined where there were none to be had. */
  const haveNew = async (first: VariantTurn): Promise<VariantTurn | undefined> => {
    let waitedMs = first.version === undefined ? settlingMs : 0
    if (waitedMs > 0) await pause(waitedMs, signal)
    for (let attempt = 0; ; attempt++) {
      const turn = { ...first, attempt }
      const taken = await inEachLane(concurrency, (lane) => take({ ...turn, iteration: lane }))
      const isNew = ({ isCold, isOld, isFaulty, container }: (typeof taken)[number]) =>
        isFaulty ||
        isCold ||
        (!isOld && (turn.version !== undefined || (container !== containerOf(turn) && watch.wasCold(container))))
      if (taken.every(isNew)) {
        settlingMs = Math.max(settlingMs, waitedMs)
        // What was initialised ahead of its request is no cold start, and will not become one.
        return scenario.isOnlyCold && !taken.every(({ isCold, isFaulty }) => isCold || isFaulty) ? undefined : turn
      }
      const waitMs = WAITS_MS[attempt]
      // Without a warm run of it no iteration of this block is counted.
      if (waitMs === undefined || !mayRepeat(concurrency)) return undefined
      events.waiting?.(turn, waitMs)
      await pause(waitMs, signal)
      waitedMs += waitMs
    }
  }
  const takeWarm = async (turn: Turn): Promise<boolean> => {
    for (let repeats = 0; repeats === 0 || (repeats <= MAX_REPEATS && mayRepeat(1)); repeats++) {
      const { isCold, isOld } = await take(turn)
      if (!isCold && !isOld) return true
    }
    return false
  }
  /** Gives whether every variant had all its warm runs, in new containers. */
  const takeBlock = async (block: number): Promise<boolean> => {
    const underway: Promise<boolean>[] = []
    try {
      for (const [position, variant] of orderOf(variants, seed, block, 0).entries()) {
        signal.throwIfAborted()
        const renewed = await target.renew(variant)
        const version = renewed.version?.version
        // Where the retiring is not come to, whoever puts everything back sees to it.
        const taking = takeFrom({ variant, block, position, attempt: 0, version }).then(async (isWhole) => {
          await target.retire(renewed)
          return isWhole
        })
        underway.push(taking)
        // It is reported below, when all have ended.
        taking.catch(() => {})
        // The next change would be one of what is being invoked, where that is no version.
        if (!plan.isParallel || version === undefined) await taking
      }
    } finally {
      // Whatever becomes of one: what still runs when functions are put back would be disturbed.
      await Promise.allSettled(underway)
    }
    return (await settled(underway)).every(Boolean)
  }
  const takeFrom = async (first: VariantTurn): Promise<boolean> => {
    const turn = await haveNew(first)
    if (!turn) {
      events.notNew?.(first)
      return false
    }
    let isWhole = true
    for (let warmth = 1; warmth <= warm; warmth++) {
      const iteration = warmth * concurrency
      const lanes = await inEachLane(concurrency, (lane) => takeWarm({ ...turn, iteration: iteration + lane }))
      isWhole &&= lanes.every(Boolean)
    }
    return isWhole
  }

  let whole = 0
  const most = environments + spareBlocks(plan)
  for (let block = 1; whole < environments && block <= most; block++) {
    await events.beginning?.(block, whole)
    // What is lost of one variant leaves the others their cold starts.
    if (await takeBlock(block)) whole++
    if (pauseMs > 0 && whole < environments) await pause(pauseMs, signal)
  }
}

/** Waits for all of them, whatever becomes of one: what still runs when functions are put back would be disturbed. */
async function inEachLane<T>(lanes: number, work: (lane: number) => Promise<T>): Promise<T[]> {
  return await settled(Array.from({ length: lanes }, (_, lane) => work(lane)))
}

async function settled<T>(all: readonly Promise<T>[]): Promise<T[]> {
  const ends = await Promise.allSettled(all)
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  })
}

/**
 * What the container of a turn is called where its function does not say which it is: it has had no other one since it was renewed, or several
 * of one name.
 */
export function containerOf({ variant, block, attempt }: VariantTurn): string {
  return `${variant.name}, block ${block}${attempt > 0 ? `, attempt ${attempt + 1}` : ''}`
}

function hasOtherMemory({ invocation }: Trial, { memoryMb }: AbVariant): boolean {
  return invocation !== undefined && invocation.memoryMb !== memoryMb
}

/**
 * Remembers in which turn each container answered first, and which began with a cold start: for a while after a function was changed
 * Lambda may still hand out containers that were there before.
 */
function createContainerWatch() {
  const firstTurns = new Map<string, string>()
  const cold = new Set<string>()
  return {
    /** Whether a container answered in another turn first. */
    isOfOther(turn: string, { invocation }: Trial, isCold: boolean): boolean {
      if (!invocation) return false
      if (isCold) cold.add(invocation.container)
      const first = firstTurns.get(invocation.container) ?? turn
      firstTurns.set(invocation.container, first)
      return first !== turn
    },
    wasCold: (container: string | undefined) => container !== undefined && cold.has(container),
  }
}

/** Counts what ended; throws a UserError once more has failed or was spent than the plan allows. */
function createBounds({ allowedErrors, maxUsd = Infinity }: AbPlan): (trial: Trial) => void {
  let [failed, usd] = [0, 0]
  return (trial) => {
    // With a bound every price is known: `ab` refuses others.
    usd += spentUsd(trial) ?? 0
    if (trial.faults.length > 0 && ++failed > allowedErrors)
      throw new UserError('too-many-failed', { failed, allowed: allowedErrors, fault: trial.faults[0]! })
    if (usd > maxUsd) throw new UserError('spent-too-much', { spentUsd: usd, maxUsd })
  }
}
