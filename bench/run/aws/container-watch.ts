import type { Trial } from '../../trial/trial.ts'

/**
 * Remembers in which turn each container answered first, and gives whether it is known from an earlier one: for a while after a
 * function was changed Lambda may still hand out containers that were there before.
 */
export function createContainerWatch(): (turn: string, trial: Trial) => boolean {
  const firstTurns = new Map<string, string>()
  return (turn, { invocation }) => {
    if (!invocation) return false
    const first = firstTurns.get(invocation.container) ?? turn
    firstTurns.set(invocation.container, first)
    return first !== turn
  }
}
