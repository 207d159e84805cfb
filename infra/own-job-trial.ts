/** Loads a user's own job once, as a function does when it is started, and sends what is wrong with it. */
import { hideAddresses } from '../strategies/failure.ts'
import { loadOwnJob, NotAJob } from '../strategies/own-work.ts'

export interface OwnJobTrial {
  /** What the module threw, in words. */
  readonly thrown?: string
  /** Steps that are no functions. */
  readonly missing?: readonly string[]
}

const exit = process.exit.bind(process)

async function tryJob(module: string): Promise<OwnJobTrial> {
  try {
    await loadOwnJob(module)
    return {}
  } catch (error) {
    return error instanceof NotAJob
      ? { missing: error.missing }
      : { thrown: hideAddresses(String(error)).slice(0, 500) }
  }
}

process.send!(await tryJob(process.argv[2]!), undefined, undefined, () => exit())
