import { z } from 'zod'
import { described } from '../../scenario/describe-issue.ts'
import { readTextFile, UnreadableFile } from '../../io/read-file.ts'
import { name } from '../../io/record-fields.ts'
import { UsageError } from '../../io/usage-error.ts'

/** CloudFormation has outputs of some kB a stack. */
const MAX_BYTES = 4_000_000

const functionSchema = z.object({
  strategy: name.min(1),
  memoryMb: z.int().min(1).max(1_000_000),
  name: name.min(1),
  arn: z.string().min(1),
})

/** One function as the stack tells of it, its memory as it was deployed. */
export type DeployedFunction = Readonly<z.infer<typeof functionSchema>>

export interface Deployed {
  readonly stack: string
  /** In the order of the file; at least one. */
  readonly functions: readonly DeployedFunction[]
  /** SHA-256 of the code that all functions have. */
  readonly bundleDigest?: string
  /** Whatever else the stack tells, by name. */
  readonly outputs: ReadonlyMap<string, string>
}

const fileSchema = z.record(z.string(), z.record(z.string(), z.string()))

const isOfFunction = (key: string) => /^Function[A-Z]/.test(key)

/**
 * Reads what `npm run deploy` left in a cdk-outputs.json, of the only stack with functions or of the one called `stack`.
 * Throws a UsageError with file and key for whatever does not fit.
 */
export function readDeployed(file: string, { stack }: { readonly stack?: string | undefined } = {}): Deployed {
  const stacks = parse(read(file), file)
  const withFunctions = Object.keys(stacks).filter((name) => Object.keys(stacks[name]!).some(isOfFunction))
  const name = stack ?? withFunctions[0]
  if (name === undefined)
    throw new UsageError(
      `${file}: expected outputs that begin with Function, got ${list(keysOf(stacks))}: run \`npm run deploy\``,
    )
  if (!withFunctions.includes(name))
    throw new UsageError(`${file}: expected --stack to be one of ${list(withFunctions)}, got "${name}"`)
  if (stack === undefined && withFunctions.length > 1)
    throw new UsageError(
      `${file}: expected one stack with functions, got ${list(withFunctions)}: name one of them with --stack`,
    )

  const { BundleDigest: bundleDigest, ...outputs } = stacks[name]!
  const [ofFunctions, others] = [true, false].map((wanted) =>
    Object.entries(outputs).filter(([key]) => isOfFunction(key) === wanted),
  ) as [[string, string][], [string, string][]]
  return {
    stack: name,
    functions: ofFunctions.map(([key, value]) => parseFunction(value, `${file}: ${name}.${key}`)),
    ...(bundleDigest !== undefined && { bundleDigest }),
    outputs: new Map(others),
  }
}

function read(file: string): string {
  try {
    return readTextFile(file, { mostBytes: MAX_BYTES })
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new UsageError(
      `expected the outputs of a deployment in ${file}, which ${error.message}: run \`npm run deploy\``,
    )
  }
}

function parse(text: string, file: string): z.infer<typeof fileSchema> {
  const { data, error } = fileSchema.safeParse(json(text, file))
  if (data) return data
  const [issue] = error.issues
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : ''
  throw new UsageError(`${file}: ${where}expected stacks with outputs, each a text: ${issue?.message}`)
}

function parseFunction(text: string, place: string): DeployedFunction {
  const { data, error } = functionSchema.safeParse(json(text, place))
  if (data) return data
  const told = error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')
  throw new UsageError(`${place}: expected a function with strategy, memoryMb, name and arn: ${told}`)
}

function json(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${place}: expected JSON, got ${described(text.slice(0, 40))}`)
  }
}

function keysOf(stacks: z.infer<typeof fileSchema>): string[] {
  return Object.entries(stacks).flatMap(([name, outputs]) => Object.keys(outputs).map((key) => `${name}.${key}`))
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}
