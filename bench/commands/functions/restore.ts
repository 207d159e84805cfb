import { setTimeout as sleep } from 'node:timers/promises'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import { createControlClient } from '../../run/aws/configuration/lambda-client.ts'
import { restore } from '../../run/aws/configuration/restore.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { print } from '../../cli/print.ts'
import type { Io } from '../../cli/io.ts'
import { NotPutBack } from '../../run/aws/configuration/put-back.ts'
import { notPutBackText, restoredText } from '../../report/messages/put-back.ts'

/** `utakata ab --restore`: puts back what a run that was killed has left changed, and `command` what was applied. Gives the exit code. */
export async function restoreCommand(journalFile: string, { stdout, stderr }: Io, command?: string): Promise<number> {
  const clients: LambdaClient[] = []
  try {
    const restored = await restore(
      journalFile,
      ({ region, endpoint }) => {
        const client = createControlClient({ region, ...(endpoint !== undefined && { endpoint }) })
        clients.push(client)
        return client
      },
      { pause: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }), nowMs: Date.now },
      command,
    )
    for (const line of restoredText(restored)) print(line, stdout)
    return EXIT.done
  } catch (error) {
    if (!(error instanceof NotPutBack)) throw error
    for (const line of notPutBackText(error)) print(line, stderr)
    return EXIT.cannotJudge
  } finally {
    for (const client of clients) client.destroy()
  }
}
