import { existsSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { strategies } from '../strategies/index.ts'
import { loadStrategy } from './contestant.ts'
import { breachOf, type ContractEvents } from './contract/keeps-contract.ts'
import type { Contestant } from './schedule.ts'
import { UsageError } from './usage-error.ts'

/**
 * Strategies from files of the user's, each called as its file is, that keep the contract of ours. Throws a UsageError for a file that
 * is not there, exports none or takes a name that is taken, and for a strategy that breaks the contract, saying how.
 */
export async function readOwnStrategies(files: readonly string[], events: ContractEvents = {}): Promise<Contestant[]> {
  const contestants: Contestant[] = []
  for (const file of files) {
    const strategy = basename(file, extname(file))
    if (!existsSync(file)) throw new UsageError(`--strategy-file: expected a module, got "${file}", which is not there`)
    if (Object.hasOwn(strategies, strategy) || contestants.some((one) => one.strategy === strategy))
      throw new UsageError(
        `--strategy-file: expected a file of another name, got "${file}": there is a ${strategy} already`,
      )
    const module = pathToFileURL(resolve(file)).href
    contestants.push({ strategy, module, order: await load(module, file) })
    const breach = await breachOf(module, events)
    if (breach !== undefined)
      throw new UsageError(`--strategy-file: expected a strategy that keeps the contract, got ${strategy}: ${breach}`)
  }
  return contestants
}

async function load(module: string, file: string): Promise<Contestant['order']> {
  try {
    return await loadStrategy(module)
  } catch (error) {
    throw new UsageError(`--strategy-file: "${file}" cannot be loaded: ${(error as Error).message}`, { cause: error })
  }
}
