import { createHash } from 'node:crypto'
import { z } from 'zod'
import { worldSchema } from '../../mock-server/world-schema.ts'
import { escapeControlCharacters } from '../io/escape-control-characters.ts'
import { type StrategyName, strategies } from '../../strategies/index.ts'

const DAY_MS = 86_400_000
const names = Object.keys(strategies) as [StrategyName, ...StrategyName[]]

const atATime = z.int().min(1).max(100_000)
const timeoutMs = z.int().min(1).max(DAY_MS)

/** As long as a name may be in a table, of characters that mean nothing to a shell or in the names of other variants. */
const PROGRAM_NAME = /^[a-z][\w.-]{0,39}$/i

const program = z.strictObject({
  name: z
    .string()
    .regex(PROGRAM_NAME, { error: 'expected a letter, then at most 39 letters, digits, points, dashes or underscores' })
    .refine((name) => !Object.hasOwn(strategies, name), { error: 'a name that no strategy has' }),
  command: z
    .array(z.string().min(1).max(4000))
    .min(1)
    .max(100)
    .describe('The program and its arguments, run without a shell.'),
  build: z
    .string()
    .min(1)
    .max(4000)
    .optional()
    .describe('A shell command that builds it, run before anything is measured.'),
  cwd: z.string().min(1).optional().describe('The folder both run in, that of the scenario by default.'),
})

const scenarioKeys = z.strictObject({
  name: z.string().min(1).max(60).overwrite(escapeControlCharacters),
  about: z.string().max(300).overwrite(escapeControlCharacters).default(''),
  job: z
    .string()
    .min(1)
    .optional()
    .describe('A module with a job of your own, such as ./my-job.mts; the built-in one, iCal to Slack, without.'),
  deliveries: z
    .enum(['bodies', 'counts'])
    .optional()
    .describe(
      'What is compared of the posts of your own job: bodies (default), or how many an item has where they hold ids or times.',
    ),
  /** Of the module of the job with what it imports by its place and, behind a point, of the bodies; set by whoever reads the scenario. */
  codeDigest: z.string().optional(),
  /**
   * What an item of the user's own job comes to, by trying it in a world without faults: requests, posts, the size of its body and the time of its
   * check in milliseconds; of item n that at place n modulo their number. Set by whoever has tried it.
   */
  itemProfile: z
    .array(
      z.strictObject({
        fetches: z.int().min(0),
        posts: z.int().min(0),
        kilobytes: z.number().min(0),
        checkMs: z.number().min(0),
      }),
    )
    .min(1)
    .max(1000)
    .optional(),
  world: worldSchema,
  variants: z
    .array(
      z.union([z.enum(names), program], { error: `one of ${names.join(', ')}, or a program as { name, command }` }),
    )
    .min(1)
    .describe('Strategies and programs to compare. The reference is measured whether it is listed or not.'),
  reference: z.string().min(1).default('sequential').describe('Ratios are to this one.'),
  limits: z
    .strictObject({
      concurrency: atATime.optional(),
      threads: atATime.optional(),
      buffer: z.int().min(0).max(100_000).optional(),
    })
    .default({})
    .describe('What does not apply to a strategy is ignored by it.'),
  check: z
    .enum(['full', 'prefilter'])
    .default('prefilter')
    .describe('How much is parsed: every event, or only those that can matter. The answers are the same.'),
  checkCpuMs: z
    .number()
    .min(0)
    .max(1000)
    .optional()
    .describe(
      'Processor time that the check of each item takes besides, in milliseconds: what your own check would take.',
    ),
  client: z
    .strictObject({
      headersTimeoutMs: timeoutMs.default(20_000),
      bodyTimeoutMs: timeoutMs.default(20_000),
      runTimeoutMs: timeoutMs.default(60_000),
      stepTimeoutMs: timeoutMs
        .optional()
        .describe('Of your own job: how long one fetch, one check or one notify may take, 20000 by default.'),
      allowNet: z
        .literal(true)
        .optional()
        .describe('Lets your own job reach for more than the mock world; then nothing is comparable.'),
      descriptors: z
        .int()
        .min(64)
        .max(10_000_000)
        .optional()
        .describe('Most file descriptors of a client process; Lambda allows 1024.'),
      maxBytesInFlight: z
        .int()
        .min(1)
        .max(1e12)
        .optional()
        .describe(
          'What the bodies of a run may take of memory together; without it nothing waits. Only a check lets a body go: a strategy that checks nothing before all is fetched needs room for all of them, or waits until runTimeoutMs. Ignored on AWS and in predictions.',
        ),
    })
    .prefault({}),
  plan: z
    .strictObject({
      warmUps: z
        .int()
        .min(1)
        .max(100)
        .default(8)
        .describe('Runs before the first iteration, all but the last without delays.'),
      iterations: z.int().min(1).max(100).default(6).describe('Iterations of each variant in a process.'),
      margin: z.number().min(0.001).max(1).default(0.05).describe('Ratios closer to 1 than this do not matter.'),
    })
    .prefault({}),
})

/** What people write. */
export const writtenSchema = scenarioKeys.omit({ codeDigest: true, itemProfile: true })

/** What only a job of a user's own can be given, by its path. */
const OF_OWN_JOB = [['itemProfile'], ['client', 'stepTimeoutMs'], ['client', 'allowNet']]

/** The same of what programs can be given too, which know best what they make of a body. */
const OF_OWN_ITEMS = [['deliveries'], ['world', 'items', 'bodies']]

export const scenarioSchema = scenarioKeys.superRefine((scenario, context) => {
  const { job, reference, variants } = scenario
  const programs = programsOf(scenario).map(({ name }) => name)
  if (programs.length > MAX_PROGRAMS)
    context.addIssue({ code: 'custom', path: ['variants'], message: `at most ${MAX_PROGRAMS} programs` })
  const twice = variants.findIndex((one, index) => isProgram(one) && isNamedIn(variants.slice(0, index), one.name))
  if (twice !== -1)
    context.addIssue({
      code: 'custom',
      path: ['variants', twice, 'name'],
      message: 'a name that no other program has',
    })
  const known = [...names, ...programs]
  if (!known.includes(reference))
    context.addIssue({ code: 'custom', path: ['reference'], message: `one of ${known.join(', ')}` })
  if (programs.length > 0 && (scenario.checkCpuMs ?? 0) > 0)
    context.addIssue({
      code: 'custom',
      path: ['checkCpuMs'],
      message: 'no programs beside it: they would not spend this time in their checks, as strategies do',
    })
  if (job !== undefined) return
  const isGiven = (path: readonly string[]) =>
    path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], scenario) !== undefined
  const ofFiles = hasOwnItems(scenario) || scenario.world.traffic !== undefined ? [] : [['codeDigest']]
  for (const path of [...ofFiles, ...OF_OWN_JOB].filter(isGiven))
    context.addIssue({ code: 'custom', path, message: 'only beside a job of your own' })
  if (strategiesOf(scenario).length === 0) return
  if (variants.every(isProgram) && hasOwnItems(scenario)) {
    context.addIssue({ code: 'custom', path: ['reference'], message: `one of ${programs.join(', ')}` })
    return
  }
  for (const path of OF_OWN_ITEMS.filter(isGiven))
    context.addIssue({
      code: 'custom',
      path,
      message: 'only beside a job of your own, or where every variant is a program',
    })
})

/** With their copies there are as many variants as a comparison may have. */
const MAX_PROGRAMS = 50

function isNamedIn(variants: Compared['variants'], name: string): boolean {
  return variants.some((one) => isProgram(one) && one.name === name)
}

export type Scenario = z.infer<typeof scenarioSchema>
/** A variant that is a program in any language. */
export type ScenarioProgram = z.infer<typeof program>
export type ScenarioWorld = Scenario['world']

/** Its name, and what it is about where that is said. */
export function headingOf({ name, about }: Scenario): string {
  return about === '' ? name : `${name}: ${about}`
}

type Compared = Pick<z.infer<typeof scenarioKeys>, 'variants' | 'reference'>

/** The variants of a scenario: the reference, too, where it is not listed. */
function allOf({ variants, reference }: Compared): Compared['variants'] {
  const isListed = variants.some((one) => (isProgram(one) ? one.name : one) === reference)
  return isListed || !isStrategy(reference) ? variants : [reference, ...variants]
}

/** The strategies that are measured: the reference, too, where it is not listed. */
export function strategiesOf(scenario: Compared): StrategyName[] {
  return allOf(scenario).filter((one): one is StrategyName => !isProgram(one))
}

/** The programs that are measured. */
export function programsOf({ variants }: Pick<Compared, 'variants'>): ScenarioProgram[] {
  return variants.filter(isProgram)
}

/** The names of all that is measured. */
export function namesOf(scenario: Compared): string[] {
  return allOf(scenario).map((one) => (isProgram(one) ? one.name : one))
}

function isProgram(variant: Compared['variants'][number]): variant is ScenarioProgram {
  return typeof variant === 'object'
}

export function isStrategy(name: string): name is StrategyName {
  return Object.hasOwn(strategies, name)
}

/** Whether what its items hold is the user's own, and no calendars. */
export function hasOwnItems({ job, world }: Pick<Scenario, 'job' | 'world'>): boolean {
  return job !== undefined || world.items.bodies !== undefined
}

/** A short digest of all that decides what is measured; trials of different digests cannot be compared. */
export function digestOf(scenario: Scenario): string {
  const { name: _name, about: _about, itemProfile: _profile, ...rest } = scenario
  const variants = allOf(scenario).map((one) => (isProgram(one) ? { name: one.name, command: one.command } : one))
  const { job: _job, codeDigest, ...measured } = { ...rest, variants }
  return createHash('sha256')
    .update(
      JSON.stringify({
        ...measured,
        ...(codeDigest !== undefined && { world: withoutPaths(measured.world), codeDigest }),
      }),
    )
    .digest('hex')
    .slice(0, 12)
}

/** Whether two digests of code are of different jobs on the same bodies, as before and after a change of the job. */
export function isOtherJob(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one !== other && one.split('.')[1] === other?.split('.')[1]
}

/** Wherever its bodies and programs lie: the bodies are in the digest of the code. */
function withoutPaths({ items, ...world }: ScenarioWorld): object {
  return {
    ...world,
    items: { ...items, ...(items.bodies !== undefined && { bodies: '' }) },
    ...(world.traffic !== undefined && { traffic: '' }),
  }
}
