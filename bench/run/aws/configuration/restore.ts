import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { Control } from './function-configuration.ts'
import { reopenJournal, RESTORE } from './journal.ts'
import type { AwsEndpoint } from '../client/endpoint.ts'
import { putBackAll, type PutBackNote } from './put-back.ts'

/** What came of restoring: nothing was to be done, or what was for each function. */
export type Restored =
  | { readonly code: 'no-journal' | 'nothing-left'; readonly file: string }
  | { readonly code: 'put-back'; readonly notes: readonly PutBackNote[] }

/**
 * Puts back what a journal names as not put back, after a run that was killed.
 * Throws a UserError where the run still goes on or the journal cannot be used, otherwise as `putBackAll` does.
 */
export async function restore(
  journalFile: string,
  clientFor: (place: AwsEndpoint) => LambdaClient,
  { pause, nowMs }: Omit<Control, 'client'>,
  command = RESTORE,
): Promise<Restored> {
  if (!existsSync(journalFile)) return { code: 'no-journal', file: resolve(journalFile) }
  using journal = reopenJournal(journalFile)
  if (journal.isEmpty()) return { code: 'nothing-left', file: resolve(journalFile) }
  const notes = await putBackAll({
    journal,
    command,
    called: ({ arn }) => arn,
    controlOf: (place) => ({ client: clientFor(place), pause, nowMs }),
    // The process that was killed may have sent a change a moment ago.
    isUnsure: () => true,
  })
  return { code: 'put-back', notes }
}
