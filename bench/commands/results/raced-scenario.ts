import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readTextFile } from '../../io/read-file.ts'
import { digestOf, type Scenario, scenarioSchema } from '../../scenario/scenario.ts'
import { MAX_SCENARIO_BYTES } from '../../scenario/file.ts'
import type { Trial } from '../../trial/trial.ts'
import { writeWhole } from '../../io/write-whole.ts'
import type { ResultFolder } from './held-folder.ts'
import { SCENARIO_FILE } from './result-files.ts'
import type { Problem } from '../../io/problems.ts'
import { userErrorOf } from '../../io/user-error.ts'

/** Keeps what is measured beside its trials, as a scenario that can be measured again; throws where the folder is no longer held. */
export function keepScenario({ path, whyLost }: ResultFolder, scenario: Scenario): void {
  const lost = whyLost?.()
  if (lost !== undefined) throw userErrorOf(lost)
  writeWhole(join(path, SCENARIO_FILE), `${JSON.stringify(scenario, undefined, 2)}\n`)
}

/** The scenario of these trials, where it was kept; a warning where what is there is another one. */
export function readRacedScenario(
  folder: string,
  { scenario: { digest } }: Trial,
): { readonly scenario?: Scenario; readonly warnings: readonly Problem[] } {
  const file = join(folder, SCENARIO_FILE)
  if (!existsSync(file)) return { warnings: [] }
  const scenario = parsed(file)
  return scenario && digestOf(scenario) === digest
    ? { scenario, warnings: [] }
    : {
        warnings: [{ code: 'other-scenario-kept', parameters: { file } }],
      }
}

function parsed(file: string): Scenario | undefined {
  try {
    return scenarioSchema.safeParse(JSON.parse(readTextFile(file, { mostBytes: MAX_SCENARIO_BYTES }))).data
  } catch {
    return undefined
  }
}
