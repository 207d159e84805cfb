import { setTimeout as sleep } from 'node:timers/promises'
import { orderOf } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import type { AbArm, AbPlan } from './ab-plan.ts'

/** Which invocation of a comparison it is. */
export interface Turn {
  readonly arm: AbArm
  /** The container's number; with several at a time, of all of them. */
  readonly fork: number
  /** 0 and up to the concurrency is cold, what follows is warm. */
  readonly round: number
  readonly position: number
}

/** What a driver needs of the place where the functions are. */
export interface Ground {
  /** Sees to it that the function's next invocations find no container that was there before. */
  readonly renew: (arm: AbArm) => Promise<void>
  /** Invokes once and gives what is known of it, whatever came of it. */
  readonly take: (turn: Turn, signal: AbortSignal) => Promise<Trial>
}

export interface DriveEvents {
  readonly beginning?: (fork: number) => void
  readonly ended: (trial: Trial) => void
}

/** A container that Lambda took away in between is replaced by it without a word; its successor is asked for a warm run so many times. */
const MOST_REPEATS = 2
/** A fork in which an arm still lacks a warm run tells nothing of pairs: so many more are run in the place of such, by share of the plan's. */
const MOST_SPARE = 1 / 6

/**
 * Runs a plan: for each fork, in an order drawn anew, each arm gets new containers, a cold invocation and its warm ones; a few more
 * where Lambda took containers away. Every invocation is given out as a trial the moment it ended. Ends early, with what was done, once `signal` is aborted; rejects
 * where more invocations fail than are allowed, and with what the ground rejects with. Nothing is under way any more then.
 */
export async function drive(plan: AbPlan, ground: Ground, events: DriveEvents, signal: AbortSignal): Promise<void> {
  try {
    await driveThrough(plan, ground, events, signal)
  } catch (error) {
    // Whatever was cut short rejects in words of its own.
    if (!signal.aborted) throw error
  }
}

async function driveThrough(plan: AbPlan, ground: Ground, events: DriveEvents, signal: AbortSignal): Promise<void> {
  let failed = 0
  const take = async (turn: Turn): Promise<Trial | undefined> => {
    if (signal.aborted) return undefined
    const trial = await ground.take(turn, signal)
    // What was cut short tells nothing.
    if (signal.aborted) return undefined
    events.ended(trial)
    if (trial.faults.length > 0 && ++failed > plan.allowedErrors)
      throw new Error(
        `${failed} invocations failed, more than the ${plan.allowedErrors} allowed; the last one: ${trial.faults[0]}`,
      )
    return trial
  }
  let isWhole = true
  const takeWarm = async (turn: Turn) => {
    for (let repeat = 0; repeat <= MOST_REPEATS; repeat++) {
      const trial = await take(turn)
      if (trial?.phase !== 'cold') return
    }
    isWhole = false
  }
  /** Waits for all of them, whatever becomes of one: what still runs when functions are put back would be disturbed. */
  const inEachLane = async (work: (lane: number) => Promise<unknown>) => {
    const ends = await Promise.allSettled(Array.from({ length: plan.concurrency }, (_, lane) => work(lane)))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }
  let whole = 0
  const most = plan.environments + Math.ceil(plan.environments * MOST_SPARE)
  for (let fork = 1; whole < plan.environments && fork <= most && !signal.aborted; fork++) {
    events.beginning?.(fork)
    isWhole = true
    for (const [position, arm] of orderOf(plan.arms, plan.seed, fork, 0).entries()) {
      if (signal.aborted) return
      await ground.renew(arm)
      await inEachLane((lane) => take({ arm, fork, round: lane, position }))
      for (let warm = 1; warm <= plan.warm; warm++)
        await inEachLane((lane) => takeWarm({ arm, fork, round: warm * plan.concurrency + lane, position }))
    }
    if (isWhole) whole++
    if (plan.pauseMs > 0 && whole < plan.environments) await sleep(plan.pauseMs, undefined, { signal }).catch(() => {})
  }
}
