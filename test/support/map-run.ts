import { randomUUID } from 'node:crypto'
import {
  childWorkflow,
  type DistributedMap,
  filledIn,
  type Json,
  readDistributedMap,
  runWorkflow,
  StatesError,
} from './distributed-map.ts'

/** What a Distributed Map uses of an account. */
export interface Account {
  /** The text of an object; undefined where there is none. */
  readonly read: (bucket: string, key: string) => Promise<string | undefined>
  readonly write: (bucket: string, key: string, text: string) => Promise<void>
  /** Does what a Task says. Rejects with a StatesError. */
  readonly invoke: (resource: string, payload: Json) => Promise<Json>
}

/** [?] What AWS does not document, and no claim may depend on: whether the list is read to its end before the first batch begins. */
export type Reading = 'first' | 'meanwhile'

/** What came of an execution. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED'
  /** As AWS names it, of one that failed. */
  readonly error?: string
  readonly cause?: string
  /** Of its batches that ended, in the order of their end. */
  readonly batches: readonly Batch[]
  /** Where its manifest is, if it wrote results. */
  readonly results?: { readonly bucket: string; readonly key: string }
}

interface Batch {
  readonly items: number
  /** Of the workflow of the batch, in bytes. */
  readonly inputBytes: number
  readonly input: Json
  readonly output?: Json
  readonly error?: StatesError
}

/** Of what a state takes and gives. Source: Step Functions Developer Guide, "Quotas". */
const MAX_STATE_BYTES = 262_144

/**
 * Runs a definition with one Distributed Map: a stand-in for AWS's own Map Run, which no emulator has, and which has never run it. Each
 * payload template is filled in, and each batch run with its Retry, by aws-local-stepfunctions; the waits of a Retry are left out.
 *
 * From the Developer Guide: the items of failed batches over all items are compared with the tolerance, a list that cannot be read is
 * States.ItemReaderFailed, and a batch that failed is written as it is.
 *
 * [?] Assumed, since it is not documented:
 * - that items count everywhere: the API reference of DescribeMapRun says child workflow executions where the guide says items;
 * - that one line that is no JSON is a list that cannot be read; see also `Reading`;
 * - that blank lines are no items, and that a list without items succeeds;
 * - that MaxInputBytesPerBatch counts neither BatchInput nor separators, which makes batches as large as they can be;
 * - that no batch begins once the tolerance is exceeded, and those under way end;
 * - that a run that failed has written the results of its batches.
 */
export async function runDistributedMap(
  definition: unknown,
  input: Json,
  account: Account,
  { reading = 'first' }: { readonly reading?: Reading } = {},
): Promise<Execution> {
  const map = readDistributedMap(definition)
  const batches: Batch[] = []
  let results: Execution['results']
  try {
    const list = await readList(map, input, account)
    const batchInput = map.ItemBatcher.BatchInput && (await filledIn(map.ItemBatcher.BatchInput, input))
    const inBatches = batchesOf(itemsIn(list), map.ItemBatcher)
    const run = runBatches(map, reading === 'first' ? [...inBatches].values() : inBatches, {
      items: linesOf(list).length,
      batchInput,
      account,
      batches,
    })
    const failure = await run.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (failure === undefined || batches.length > 0) results = await writeResults(map, input, batches, account)
    if (failure !== undefined) throw failure
    return { status: 'SUCCEEDED', batches, ...(results && { results }) }
  } catch (error) {
    if (!(error instanceof StatesError)) throw error
    const { name, message } = error
    return { status: 'FAILED', error: name, cause: message, batches, ...(results && { results }) }
  }
}

async function readList({ ItemReader }: DistributedMap, input: Json, account: Account): Promise<string> {
  const { Bucket, Key } = (await filledIn(ItemReader.Parameters, input)) as Record<string, string>
  const list = await account.read(Bucket!, Key!)
  if (list === undefined) throw new StatesError('States.ItemReaderFailed', `there is no object ${Key}`)
  return list
}

function linesOf(list: string): string[] {
  return list.split('\n').filter((line) => line.trim() !== '')
}

function* itemsIn(list: string): Generator<Json> {
  for (const [index, line] of linesOf(list).entries()) {
    try {
      yield JSON.parse(line) as Json
    } catch {
      throw new StatesError('States.ItemReaderFailed', `line ${index + 1} is no JSON`)
    }
  }
}

function* batchesOf(items: Iterable<Json>, limits: DistributedMap['ItemBatcher']): Generator<Json[]> {
  let batch: Json[] = []
  let bytes = 0
  for (const item of items) {
    const itemBytes = bytesOf(item)
    if (itemBytes > limits.MaxInputBytesPerBatch) throw new Error(`expected items that fit, got ${itemBytes} bytes`)
    if (batch.length === limits.MaxItemsPerBatch || bytes + itemBytes > limits.MaxInputBytesPerBatch) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(item)
    bytes += itemBytes
  }
  if (batch.length > 0) yield batch
}

function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value))
}

interface RunOptions {
  /** In the whole list. */
  readonly items: number
  readonly batchInput: Json | undefined
  readonly account: Account
  /** Where those that ended go. */
  readonly batches: Batch[]
}

/** Rejects with a StatesError once those under way have ended. */
async function runBatches(
  map: DistributedMap,
  waiting: Iterator<Json[]>,
  { items, batchInput, account, batches }: RunOptions,
): Promise<void> {
  const workflow = childWorkflow(map)
  const states = Object.entries(map.ItemProcessor.States)
  const tasks = states.filter(([, { Type }]) => Type === 'Task')
  const overrides = {
    taskResourceLocalHandlers: Object.fromEntries(
      tasks.map(([name, { Resource }]) => [
        name,
        async (payload: Json) =>
          fitting(await account.invoke(Resource as string, fitting(payload, 'input')), 'output of a state'),
      ]),
    ),
    retryIntervalOverrides: Object.fromEntries(states.map(([name]) => [name, 0])),
  }
  let failedItems = 0
  let failure: unknown
  const work = async () => {
    while (failure === undefined) {
      const { value: Items, done } = waiting.next()
      if (done) return
      const batch = { Items, ...(batchInput !== undefined && { BatchInput: batchInput }) }
      const about = { items: Items.length, input: batch, inputBytes: bytesOf(batch) }
      try {
        const output = await runWorkflow(workflow, fitting(batch, 'input'), { overrides })
        batches.push({ ...about, output })
      } catch (error) {
        if (!(error instanceof StatesError)) throw error
        batches.push({ ...about, error })
        failedItems += Items.length
        if ((failedItems / items) * 100 > map.ToleratedFailurePercentage)
          throw new StatesError('States.ExceedToleratedFailureThreshold', `${failedItems} of ${items} items failed`)
      }
    }
  }
  const stopping = async () => work().catch((error: unknown) => (failure ??= error))
  await Promise.all(Array.from({ length: map.MaxConcurrency }, stopping))
  if (failure !== undefined) throw failure
}

function fitting(value: Json, what: string): Json {
  const bytes = bytesOf(value)
  if (bytes <= MAX_STATE_BYTES) return value
  throw new StatesError('States.DataLimitExceeded', `the ${what} has ${bytes} bytes`)
}

/** A file for each status, and a manifest. [?] The ends of their names, and the order in them. */
async function writeResults(
  { ResultWriter }: DistributedMap,
  input: Json,
  batches: readonly Batch[],
  account: Account,
): Promise<Execution['results']> {
  const { Bucket, Prefix } = (await filledIn(ResultWriter.Parameters, input)) as Record<string, string>
  const { OutputType, Transformation } = ResultWriter.WriterConfig
  const folder = `${Prefix}/${randomUUID()}`
  const ResultFiles: Record<string, { Key: string; Size: number }[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] }
  for (const Status of ['FAILED', 'SUCCEEDED']) {
    const ended = batches.filter(({ error }) => (error === undefined) === (Status === 'SUCCEEDED'))
    if (ended.length === 0) continue
    const records = ended.map(({ input: Input, output, error }) =>
      // One that failed is written as it is, whatever the transformation.
      Transformation === 'COMPACT' && error === undefined
        ? output!
        : {
            Status,
            Input: JSON.stringify(Input),
            ...(error ? { Error: error.name, Cause: error.message } : { Output: JSON.stringify(output) }),
          },
    )
    const text =
      OutputType === 'JSON' ? JSON.stringify(records) : records.map((record) => `${JSON.stringify(record)}\n`).join('')
    const Key = `${folder}/${Status}_0.json`
    await account.write(Bucket!, Key, text)
    ResultFiles[Status]!.push({ Key, Size: Buffer.byteLength(text) })
  }
  const key = `${folder}/manifest.json`
  await account.write(Bucket!, key, JSON.stringify({ DestinationBucket: Bucket, ResultFiles }))
  return { bucket: Bucket!, key }
}
