import { getLanguageService, TextDocument } from 'amazon-states-language-service'
import type { Json } from './distributed-map.ts'
import type { Account, Execution } from './map-run.ts'
import { type Context, REAL, templateOf, textOf, theResource } from './stacks.ts'

/** What the tests look at of a definition, and what they change in it. */
export interface Definition {
  readonly StartAt: string
  readonly States: { readonly Batches: MapState }
}

type Fields = Record<string, unknown>

export interface MapState extends Fields {
  readonly ItemProcessor: Fields & { readonly StartAt: string; readonly States: Readonly<Record<string, Fields>> }
  readonly ItemReader: Fields & { readonly ReaderConfig: Fields; readonly Parameters: Fields }
  readonly ItemBatcher: Fields
  readonly ResultWriter: Fields & { readonly Parameters: Fields; readonly WriterConfig: Fields }
}

/** The definition of a template; what AWS fills in stands between angle brackets. */
export function definitionOf(template: ReturnType<typeof templateOf>): Definition {
  const machine = theResource<{ readonly DefinitionString: unknown }>(template, 'AWS::StepFunctions::StateMachine')
  return JSON.parse(textOf(machine.Properties.DefinitionString)) as Definition
}

/** The definition of a fan-out with these settings, in AWS's own partition. */
export function fanOutDefinition(settings: Context = {}): Definition {
  const definition = definitionOf(templateOf({ ...REAL, fanout: 'on', ...settings }))
  return JSON.parse(JSON.stringify(definition).replaceAll('<AWS::Partition>', 'aws')) as Definition
}

/** A definition with something else in its map. */
export function changed(definition: Definition, change: (map: MapState) => void): Definition {
  const copy = structuredClone(definition)
  change(copy.States.Batches)
  return copy
}

/** What AWS's own linter finds. */
export async function findingsIn(definition: unknown): Promise<string[]> {
  const service = getLanguageService({})
  const document = TextDocument.create('file:///definition.asl', 'asl', 1, JSON.stringify(definition, null, 2))
  const findings = await service.doValidation(document, service.parseJSONDocument(document))
  return findings.map(({ message }) => (typeof message === 'string' ? message : message.value))
}

/** Lines of JSON. */
export function linesOf(items: readonly object[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('')
}

/** The lines of a file of results with this status; none where there is no such file. */
export async function resultsOf(
  { results }: Pick<Execution, 'results'>,
  account: Pick<Account, 'read'>,
  status: 'SUCCEEDED' | 'FAILED',
): Promise<string[]> {
  const manifest = await account.read(results!.bucket, results!.key)
  const { ResultFiles } = JSON.parse(manifest!) as { readonly ResultFiles: Record<string, { readonly Key: string }[]> }
  const files = await Promise.all(ResultFiles[status]!.map(({ Key }) => account.read(results!.bucket, Key)))
  return files.flatMap((text) => text!.split('\n').filter((line) => line !== ''))
}

/** An account in memory: one list, a bucket, and a function that answers as `answer` does. */
export interface AccountInMemory extends Account {
  /** What the function was invoked with, each time. */
  readonly payloads: Json[]
  readonly peakConcurrency: () => number
}

/** Gives an answer, or throws as the function fails. */
export type Answering = (payload: Json, attempt: number) => Json | Promise<Json>

export function anAccountInMemory(list: string | undefined, answer: Answering = () => ({})): AccountInMemory {
  const objects = new Map<string, string>(list === undefined ? [] : [['lists/feeds.jsonl', list]])
  const payloads: Json[] = []
  let [running, peak] = [0, 0]
  return {
    payloads,
    peakConcurrency: () => peak,
    read: async (_bucket, key) => objects.get(key),
    async write(_bucket, key, text) {
      objects.set(key, text)
    },
    async invoke(_resource, payload) {
      peak = Math.max(peak, ++running)
      try {
        return await answer(payload, payloads.push(payload))
      } finally {
        running--
      }
    },
  }
}
