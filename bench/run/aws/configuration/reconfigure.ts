import { randomUUID } from 'node:crypto'
import { type Control, type Plan, updateFunction } from './function-configuration.ts'
import type { Journal } from './journal.ts'
import { putBackAll, type PutBackNote } from './put-back.ts'

export interface ReconfigurerOptions extends Control {
  /** Of this run alone; whoever opened it closes it, after `putBack`. */
  readonly journal: Journal
  /** Ends changes, not putting back. */
  readonly signal?: AbortSignal | undefined
}

/** Changes functions by name, and puts them back. */
export interface Reconfigurer {
  /** Gives our variable a fresh value, which it returns, so that each invocation after this begins in a new container. */
  readonly touch: (name: string) => Promise<string>
  /** Gives a function other memory, and by that new containers; of one that has it already it changes nothing. */
  readonly setMemory: (name: string, memoryMb: number) => Promise<void>
  /**
   * Ends whatever change is on its way and puts everything of this run back, as `putBackAll` does. From then on nothing can be
   * changed. May be called again, and then tries again what was left.
   */
  readonly putBack: () => Promise<readonly PutBackNote[]>
}

/** Every change is in the journal before it is made: what becomes of this process does not matter then. */
export function createReconfigurer({ journal, signal, ...control }: ReconfigurerOptions): Reconfigurer {
  const ending = new AbortController()
  const either = AbortSignal.any([ending.signal, ...(signal ? [signal] : [])])
  const unsure = new Set<string>()
  let puttingBack: Promise<readonly PutBackNote[]> | undefined

  async function change(name: string, plan: Plan): Promise<void> {
    let arn = ''
    try {
      either.throwIfAborted()
      await updateFunction(control, name, plan, {
        signal: either,
        before(now, { memoryMb, touched }) {
          journal.write({
            name: now.name,
            arn: now.arn,
            ...now.place,
            ...(memoryMb !== undefined && { memoryMb: { from: now.memoryMb, to: memoryMb } }),
            ...(typeof touched === 'string' && { touched: { from: now.touched ?? null, to: touched } }),
          })
          arn = now.arn
          unsure.add(arn)
        },
        known: () => unsure.delete(arn),
      })
    } catch (error) {
      // The SDK throws an error of its own for what was cancelled.
      either.throwIfAborted()
      throw error
    }
  }

  return {
    async touch(name) {
      const value = randomUUID()
      await change(name, ({ touched }) => (touched === value ? undefined : { touched: value }))
      return value
    },
    setMemory: (name, memoryMb) => change(name, (now) => (now.memoryMb === memoryMb ? undefined : { memoryMb })),
    putBack() {
      ending.abort(new Error('expected no further change: the functions are being put back'))
      puttingBack ??= putBackAll({
        journal,
        called: ({ name }) => name,
        controlOf: () => control,
        isUnsure: (arn) => unsure.has(arn),
      }).finally(() => (puttingBack = undefined))
      return puttingBack
    },
  }
}
