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

/**
 * Runs a plan: for each fork, in an order drawn anew, each arm gets new containers, a cold invocation and its warm ones. Every
 * invocation is given out as a trial the moment it ended. Ends early, with what was done, once `signal` is aborted; rejects
 * where more invocations fail than are allowed.
 */
export async function drive(plan: AbPlan, ground: Ground, events: DriveEvents, signal: AbortSignal): Promise<void> {
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
  const takeWarm = async (turn: Turn) => {
    for (let repeat = 0; repeat <= MOST_REPEATS; repeat++) {
      const trial = await take(turn)
      if (trial?.phase !== 'cold') return
    }
  }
  const lanes = Array.from({ length: plan.concurrency }, (_, lane) => lane)
  for (let fork = 1; fork <= plan.environments && !signal.aborted; fork++) {
    events.beginning?.(fork)
    for (const [position, arm] of orderOf(plan.arms, plan.seed, fork, 0).entries()) {
      if (signal.aborted) return
      await ground.renew(arm)
      await Promise.all(lanes.map((lane) => take({ arm, fork, round: lane, position })))
      for (let warm = 1; warm <= plan.warm; warm++)
        await Promise.all(lanes.map((lane) => takeWarm({ arm, fork, round: warm * plan.concurrency + lane, position })))
    }
    if (plan.pauseMs > 0 && fork < plan.environments) await sleep(plan.pauseMs, undefined, { signal }).catch(() => {})
  }
}
