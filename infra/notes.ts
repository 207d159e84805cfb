import type { Settings } from './settings.ts'
import { SDK_SUPPORT_ENDS } from './trace.ts'

/** What whoever deploys such settings has to know, though nothing is wrong with them. */
export function notesOn({ isScheduled, alarmTopic, traceMode, fanOut, reservedConcurrency }: Settings): string[] {
  return [
    ...(isScheduled && alarmTopic === undefined
      ? ['the alarms of the notifier reach nobody; give the ARN of an SNS topic as -c alarmTopic=ARN.']
      : []),
    ...(traceMode === 'sdk'
      ? [
          `trace=sdk uses the AWS X-Ray SDK, in maintenance mode since 2026-02-25; AWS has announced the end of its support for ${SDK_SUPPORT_ENDS}. No other mode needs it.`,
        ]
      : []),
    ...(fanOut && reservedConcurrency !== undefined && fanOut.batchesAtATime > reservedConcurrency
      ? [
          `batches=${fanOut.batchesAtATime} is more than reserved=${reservedConcurrency}: Lambda refuses the other batches with 429, and one that is refused nine times fails. Set -c batches=${reservedConcurrency}.`,
        ]
      : []),
  ]
}
