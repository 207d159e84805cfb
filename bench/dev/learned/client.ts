/** A program for `utakata record` to record. Argument: a RepeatedJob as JSON. */
import { repeatJob, type RepeatedJob } from '../../run/local/repeated-job.ts'

await repeatJob(JSON.parse(process.argv[2]!) as RepeatedJob)
