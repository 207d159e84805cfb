import { setTimeout as sleep } from 'node:timers/promises'
import { orderOf } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { type AbPlan, mostRepeats, spareBlocks } from './ab-plan.ts'
import type { AbVariant } from './variants.ts'
import { spentUsd } from './invocation-cost.ts'
import { UserError } from '../../io/user-error.ts'

/** New containers of a variant, which are to be invoked. */
interface VariantTurn {
  readonly variant: AbVariant
  /** The container's number; with several at a time, of all of them. */
  readonly block: number
  readonly position: number
  /** 1 where those that were to be new turned out not to be, so that the function was changed once more. */
  readonly renewal: number
}

/** Which invocation of a comparison it is. */
export interface Turn extends VariantTurn {
  /** 0 and up to the concurrency is cold, what follows is warm. */
  readonly iteration: number
}

/** What a driver needs of the place where the functions are. */
export interface Target {
  /** Sees to it that the function's next invocations find no container that was there before. */
  readonly renew: (variant: AbVariant) => Promise<void>
  /** Invokes once and gives what is known of it, whatever came of it. */
  readonly take: (turn: Turn, signal: AbortSignal) => Promise<Trial>
}

export interface DriveEvents {
  /** A block begins once this is done, `whole` of those before it being whole. */
  readonly beginning?: (block: number, whole: number) => Promise<void>
  readonly ended: (trial: Trial) => void
  /** A container that was there before has answered, and again after another change of the function. */
  readonly notNew?: (turn: VariantTurn) => void
}

/** A container that Lambda took away in between is replaced by it without a word; its successor is invoked for a warm run so many times. */
const MAX_REPEATS = 2

/**
 * Runs a plan: for each block, in an order drawn anew, each variant gets new containers, a cold invocation and its warm ones; a few more
 * where Lambda took containers away, or handed out old ones. Every invocation is given out as a trial the moment it ended. Ends early,
 * with what was done, once `signal` is aborted; rejects where more invocations fail, or more is spent, than is allowed, and with what
 * the ground rejects with. Nothing is under way any more then.
 */
export async function drive(plan: AbPlan, target: Target, events: DriveEvents, signal: AbortSignal): Promise<void> {
  try {
    await driveThrough(plan, target, events, signal)
  } catch (error) {
    // Whatever was cut short rejects in words of its own.
    if (!signal.aborted) throw error
  }
}

async function driveThrough(plan: AbPlan, target: Target, events: DriveEvents, signal: AbortSignal): Promise<void> {
  const { variants, environments, warm, concurrency, seed, pauseMs } = plan
  const check = createBounds(plan)
  const isKnown = createContainerWatch()
  let repeatsLeft = mostRepeats(plan)
  const mayRepeat = (many: number) => repeatsLeft >= many && ((repeatsLeft -= many), true)

  /** Gives whether it was cold, and whether it was in a container that is not new. */
  const take = async (turn: Turn) => {
    signal.throwIfAborted()
    const trial = await target.take(turn, signal)
    // What was cut short shows nothing.
    signal.throwIfAborted()
    events.ended(trial)
    check(trial)
    const isCold = trial.phase === 'cold'
    const isOld = isKnown(`${turn.variant.name} ${turn.block} ${turn.renewal}`, trial) || !isCold
    return { isCold, isOld: isOld && trial.faults.length === 0 }
  }
  const haveNew = async (turn: VariantTurn): Promise<boolean> => {
    signal.throwIfAborted()
    await target.renew(turn.variant)
    const taken = await inEachLane(concurrency, (lane) => take({ ...turn, iteration: lane }))
    return !taken.some(({ isOld }) => isOld)
  }
  const takeWarm = async (turn: Turn): Promise<boolean> => {
    for (let repeats = 0; repeats === 0 || (repeats <= MAX_REPEATS && mayRepeat(1)); repeats++) {
      const { isCold } = await take(turn)
      if (!isCold) return true
    }
    return false
  }
  /** Gives whether the variant had all its warm runs, in new containers. */
  const takeVariant = async (first: VariantTurn): Promise<boolean> => {
    let turn = first
    if (!(await haveNew(turn))) {
      turn = { ...first, renewal: 1 }
      // Without a warm run of it no iteration of this block is counted.
      if (!mayRepeat(concurrency) || !(await haveNew(turn))) return (events.notNew?.(turn), false)
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
    let isWhole = true
    for (const [position, variant] of orderOf(variants, seed, block, 0).entries()) {
      // What is lost of one variant leaves the others their cold starts.
      if (!(await takeVariant({ variant, block, position, renewal: 0 }))) isWhole = false
    }
    if (isWhole) whole++
    if (pauseMs > 0 && whole < environments) await sleep(pauseMs, undefined, { signal })
  }
}

/** Waits for all of them, whatever becomes of one: what still runs when functions are put back would be disturbed. */
async function inEachLane<T>(lanes: number, work: (lane: number) => Promise<T>): Promise<T[]> {
  const ends = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => work(lane)))
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  })
}

/**
 * Remembers in which turn each container answered first, and gives whether it is known from an earlier one: for a while after a
 * function was changed Lambda may still hand out containers that were there before.
 */
function createContainerWatch(): (turn: string, trial: Trial) => boolean {
  const firstTurns = new Map<string, string>()
  return (turn, { invocation }) => {
    if (!invocation) return false
    const first = firstTurns.get(invocation.container) ?? turn
    firstTurns.set(invocation.container, first)
    return first !== turn
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
