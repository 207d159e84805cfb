import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions'
import { z } from 'zod'

/** What a payload template is filled in with, and what comes of it. */
export type Json = Awaited<ReturnType<StateMachine['run']>['result']>

const payloadTemplate = z.record(z.string(), z.json())

/** A payload template that gives these fields, whether as they are or by their paths, and no others. */
const giving = (...fields: readonly string[]) =>
  payloadTemplate.superRefine((template, context) => {
    const given = Object.keys(template).map((key) => key.replace(/\.\$$/, ''))
    for (const key of [
      ...given.filter((one) => !fields.includes(one)),
      ...fields.filter((one) => !given.includes(one)),
    ])
      context.addIssue({ code: 'custom', message: `expected ${fields.join(' and ')}, not ${key}` })
  })

/**
 * A Distributed Map with no other fields than those that `runDistributedMap` does something about: any other is an error here, so that
 * none is passed over. What a field means is in AWS Step Functions Developer Guide, "Using Map state in Distributed mode", and the pages
 * on ItemReader, ItemBatcher and ResultWriter.
 */
const mapSchema = z.strictObject({
  Type: z.literal('Map'),
  End: z.literal(true),
  ItemProcessor: z.strictObject({
    // An express workflow may run twice, which is not what is run here.
    ProcessorConfig: z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
    StartAt: z.string(),
    States: z.record(z.string(), z.record(z.string(), z.json())),
  }),
  MaxConcurrency: z.int().min(1),
  ToleratedFailurePercentage: z.number().min(0).max(100).default(0),
  ItemReader: z.strictObject({
    Resource: z.string().regex(/^arn:[^:]+:states:::s3:getObject$/),
    ReaderConfig: z.strictObject({ InputType: z.literal('JSONL') }),
    Parameters: giving('Bucket', 'Key'),
  }),
  ItemBatcher: z.strictObject({
    MaxItemsPerBatch: z.int().min(1),
    MaxInputBytesPerBatch: z.int().min(1).max(262_144),
    BatchInput: payloadTemplate.optional(),
  }),
  ResultWriter: z.strictObject({
    Resource: z.string().regex(/^arn:[^:]+:states:::s3:putObject$/),
    Parameters: giving('Bucket', 'Prefix'),
    WriterConfig: z.strictObject({
      OutputType: z.enum(['JSON', 'JSONL']),
      Transformation: z.enum(['NONE', 'COMPACT']),
    }),
  }),
})

export type DistributedMap = z.infer<typeof mapSchema>

/** The one state of a definition. Throws where there is more, or a field that is not understood. */
export function readDistributedMap(definition: unknown): DistributedMap {
  const { StartAt, States } = z
    .strictObject({ StartAt: z.string(), States: z.record(z.string(), mapSchema) })
    .parse(definition)
  const [map, ...others] = Object.values(States)
  if (map === undefined || others.length > 0 || States[StartAt] !== map)
    throw new Error(`expected a definition with one state, got ${Object.keys(States).join(', ')}`)
  return map
}

/** An execution that failed: its error as AWS names it, and the cause. */
export class StatesError extends Error {
  constructor(name: string, cause: string) {
    super(cause)
    this.name = name
  }
}

/** A payload template with its paths replaced by what they point at. Rejects with a StatesError. */
export async function filledIn(template: Record<string, Json>, input: Json): Promise<Json> {
  return runWorkflow(
    workflowOf({ StartAt: 'Filled', States: { Filled: { Type: 'Pass', Parameters: template, End: true } } }),
    input,
  )
}

/** What an execution gives. Rejects with a StatesError. */
export async function runWorkflow(
  workflow: StateMachine,
  input: Json,
  options?: Parameters<StateMachine['run']>[1],
): Promise<Json> {
  try {
    return await workflow.run(input, options).result
  } catch (error) {
    const { name, message } = (error as Error).cause as Error
    throw new StatesError(name, message)
  }
}

/** The workflow of each batch, without where it runs, which Step Functions alone knows. */
export function childWorkflow({ ItemProcessor }: DistributedMap): StateMachine {
  const { ProcessorConfig: _, ...definition } = ItemProcessor
  return workflowOf(definition)
}

/** Its own check takes longer than most runs, and AWS's linter has one: see `findingsIn`. */
function workflowOf(definition: object): StateMachine {
  return new StateMachine(definition as StateMachineDefinition, { validationOptions: { noValidate: true } })
}
