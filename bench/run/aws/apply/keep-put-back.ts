import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { Applied } from '../configuration/journal.ts'
import { functionIn, putBackAs, readMeasuredIn, writeMeasured } from './measured-functions.ts'
import { readMeasured } from './read-measured.ts'

/** Whether nothing has changed a function since then. Rejects with what AWS answers. */
export async function isUnchanged(
  client: LambdaClient,
  { arn, lastModified }: Pick<Applied, 'arn' | 'lastModified'>,
): Promise<boolean> {
  const now = await readMeasured(client, arn)
  return now.lastModified === lastModified
}

/**
 * Keeps in the folder of a result that a function is again as it was measured, so that the result can be applied once more: putting it back has
 * changed its revision. A function that differs stays as it is kept. Throws a UserError where the result cannot be read, and the
 * system's error where it cannot be written; rejects with what AWS answers.
 */
export async function keepPutBack(client: LambdaClient, folder: string, arn: string): Promise<void> {
  const kept = readMeasuredIn(folder)
  const measured = functionIn(kept, arn)
  if (!measured) return
  const now = await readMeasured(client, arn)
  const functions = kept.functions.map((one) => (one === measured ? putBackAs(one, now) : one))
  writeMeasured(folder, { ...kept, functions })
}
