/** Records itself while it does a job. */
import { recordExchanges } from '../../recorder/exchanges.cjs'
import { repeatJob, type RepeatedJob } from './repeated-job.ts'

export interface OverheadRequest {
  /** A recording that was prepared. */
  readonly recording: string
  readonly job: RepeatedJob
}

export interface OverheadReply {
  readonly is: 'done'
}

process.on('message', async ({ recording, job }: OverheadRequest) => {
  const { stop } = recordExchanges(recording)
  await repeatJob(job)
  stop()
  // Whoever asked may have gone meanwhile: that is no error, and the disconnect ends this process.
  process.send!({ is: 'done' } satisfies OverheadReply, undefined, undefined, () => {})
})
process.on('disconnect', () => process.exit(0))
