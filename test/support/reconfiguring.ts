import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openJournal } from '../../bench/run/aws/configuration/journal.ts'
import { createReconfigurer, type ReconfigurerOptions } from '../../bench/run/aws/configuration/reconfigure.ts'
import { type FakeLambdaControl, pausingClock } from './fake-lambda-control.ts'
import { aFolder } from './folders.ts'

/** A run against a fake Lambda, with the text of its journal. */
export function aRun(control: FakeLambdaControl, options: Partial<ReconfigurerOptions> = {}) {
  const file = join(aFolder(), 'journal.jsonl')
  const journal = openJournal(file)
  onTestFinished(() => journal[Symbol.dispose]())
  const reconfigurer = createReconfigurer({ client: control.clientFor(), journal, ...pausingClock(), ...options })
  return {
    ...reconfigurer,
    /** Gives our variable a fresh value. */
    touch: async (name: string) => {
      const touched = randomUUID()
      await reconfigurer.configure(name, { touched })
      return touched
    },
    setMemory: (name: string, memoryMb: number) => reconfigurer.configure(name, { memoryMb }),
    journal,
    text: () => readFileSync(file, 'utf8'),
  }
}

/** What a promise rejects with. */
export const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('expected a rejection, and it resolved')
    },
    (error: unknown) => error as Error,
  )
