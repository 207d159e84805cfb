import { z } from 'zod'
import { described } from '../../scenario/describe-issue.ts'
import { readNamedFile } from '../../io/read-file.ts'
import { name } from '../../io/record-fields.ts'
import { UserError } from '../../io/user-error.ts'

/** CloudFormation has outputs of some kB a stack. */
const MAX_BYTES = 4_000_000

const functionSchema = z.object({
  strategy: name.min(1),
  memoryMb: z.int().min(1).max(1_000_000),
  name: name.min(1),
  arn: z.string().min(1),
  /** By which its price is known; of an older stack it is not. */
  architecture: z.enum(['arm64', 'x86_64']).optional(),
  /** Whether it does a job of the user's own in place of the built-in one. */
  isOwnJob: z.boolean().optional(),
})

/** One function as the outputs of the stack name it, its memory as it was deployed. */
export type DeployedFunction = Readonly<z.infer<typeof functionSchema>>

export interface Deployed {
  readonly stack: string
  /** In the order of the file; at least one. */
  readonly functions: readonly DeployedFunction[]
  /** SHA-256 of the code that all functions have. */
  readonly bundleDigest?: string
  /** All other outputs of the stack, by name. */
  readonly outputs: ReadonlyMap<string, string>
}

const fileSchema = z.record(z.string(), z.record(z.string(), z.string()))

const isOfFunction = (key: string) => /^Function[A-Z]/.test(key)

/**
 * Reads what `npx utakata cdk deploy` left in a cdk-outputs.json, of the only stack with functions or of the one called `stack`.
 * Throws a UserError with file and key for whatever does not fit.
 */
export function readDeployed(file: string, { stack }: { readonly stack?: string | undefined } = {}): Deployed {
  const stacks = parse(readNamedFile(file, 'outputs-unreadable', { mostBytes: MAX_BYTES }), file)
  const withFunctions = Object.keys(stacks).filter((name) => Object.keys(stacks[name]!).some(isOfFunction))
  const name = stack ?? withFunctions[0]
  if (name === undefined) throw new UserError('outputs-without-functions', { file, got: list(keysOf(stacks)) })
  if (!withFunctions.includes(name))
    throw new UserError('no-such-stack', { file, known: list(withFunctions), given: name })
  if (stack === undefined && withFunctions.length > 1)
    throw new UserError('several-stacks', { file, got: list(withFunctions) })

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

function parse(text: string, file: string): z.infer<typeof fileSchema> {
  const { data, error } = fileSchema.safeParse(json(text, file))
  if (data) return data
  const [issue] = error.issues
  throw new UserError('outputs-wrong', { file, path: issue!.path.join('.'), issue: issue!.message })
}

function parseFunction(text: string, place: string): DeployedFunction {
  const { data, error } = functionSchema.safeParse(json(text, place))
  if (data) return data
  const issues = error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')
  throw new UserError('output-of-no-function', { place, issues })
}

function json(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError('outputs-not-json', { place, got: described(text.slice(0, 40)) })
  }
}

function keysOf(stacks: z.infer<typeof fileSchema>): string[] {
  return Object.entries(stacks).flatMap(([name, outputs]) => Object.keys(outputs).map((key) => `${name}.${key}`))
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}
