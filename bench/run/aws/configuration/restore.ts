import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { Control } from './function-configuration.ts'
import { reopenJournal } from './journal.ts'
import type { AwsEndpoint } from '../client/endpoint.ts'
import { putBackAll } from './put-back.ts'

/**
 * Puts back what a journal names as not put back, after a run that was killed, and returns sentences about what came of it.
 * Throws a UsageError where the run still goes on or the journal cannot be used, otherwise as `putBackAll` does.
 */
export async function restore(
  journalFile: string,
  clientFor: (place: AwsEndpoint) => LambdaClient,
  { pause, nowMs }: Omit<Control, 'client'>,
): Promise<readonly string[]> {
  if (!existsSync(journalFile))
    return [
      `Nothing to put back: there is no ${resolve(journalFile)}. A comparison writes it in the folder that it is run in: run this there.`,
    ]
  using journal = reopenJournal(journalFile)
  if (journal.open().length === 0) return [`Nothing to put back: all that ${resolve(journalFile)} names was put back.`]
  return await putBackAll({
    journal,
    called: ({ arn }) => arn,
    controlOf: (place) => ({ client: clientFor(place), pause, nowMs }),
    // The process that was killed may have sent a change a moment ago.
    isUnsure: () => true,
  })
}
