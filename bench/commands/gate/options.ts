import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Condition, DEFAULT_CONDITION, formatCondition, parseCondition } from '../../judge/gate/condition.ts'
import type { OnInconclusive } from '../../judge/gate/gate.ts'
import type { Plan } from '../../plan/plan.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { UserError } from '../../io/user-error.ts'
import { isReplaced } from '../../io/write-whole.ts'
import { type Io, pathIn } from '../../cli/io.ts'

/** What a benchmark is to be held against, and by which conditions. */
export interface GateOptions {
  readonly baseline?: string
  readonly baselineRef?: string
  readonly baselineJob?: string
  readonly failIf?: readonly string[]
  readonly onInconclusive?: OnInconclusive
  readonly junit?: string
}

/** Whether a benchmark is to be judged by a gate. */
export function isGated({ failIf = [], ...others }: GateOptions): boolean {
  const { baseline, baselineRef, baselineJob, onInconclusive, junit } = others
  return (
    failIf.length > 0 || [baseline, baselineRef, baselineJob, onInconclusive, junit].some((one) => one !== undefined)
  )
}

/** Throws a UserError where a gate is requested for what is no single benchmark of strategies. */
export function checkGatable(options: GateOptions, isSweep: boolean): void {
  if (isSweep && isGated(options)) throw new UserError('gate-of-sweep', {})
}

/** A gate as it was requested: a stored baseline, a revision or an earlier job, never two of them. */
export interface WantedGate {
  readonly held: { readonly file: string } | { readonly revision: string } | { readonly job: string }
  readonly conditions: readonly Condition[]
  readonly onInconclusive: OnInconclusive
  readonly junit?: string
}

/** Throws a UserError for what cannot be a gate of this plan. */
export function parseGate(
  plan: Plan,
  options: GateOptions & { readonly precision?: string },
  io: Pick<Io, 'cwd'>,
): WantedGate {
  const { baselineRef, failIf = [], onInconclusive = 'fail', precision } = options
  const [file, job, junit] = [options.baseline, options.baselineJob, options.junit].map((one) => one && pathIn(io, one))
  const [held, ...more] = [
    file === undefined ? [] : { file },
    baselineRef === undefined ? [] : { revision: baselineRef },
    job === undefined ? [] : { job },
  ].flat()
  if (!held || more.length > 0) throw new UserError('one-baseline', { got: held ? 'several' : 'none' })
  if (job !== undefined && plan.scenario.job === undefined) throw new UserError('baseline-job-without-job', {})
  if (precision !== undefined) throw new UserError('precision-with-baseline', {})
  const conditions = failIf.length === 0 ? [DEFAULT_CONDITION] : failIf.map(parseCondition)
  for (const condition of conditions) checkStrategy(condition, comparedIn(plan, held))
  if (junit !== undefined) checkJunit(junit)
  return { held, conditions, onInconclusive, ...(junit !== undefined && { junit }) }
}

/** Nobody should wait for what cannot be written. */
function checkJunit(file: string): void {
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw new UserError('junit-folder-missing', { file })
  try {
    isReplaced(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === 'EISDIR'
      ? new UserError('file-is-folder', { option: '--junit', file })
      : new UserError('file-unwritable', { option: '--junit', file, system: code! }, { cause: error })
  }
}

/** The strategies of a plan of which a change can be measured: of the reference only beside its own older revision. */
export function comparedIn({ variants }: Plan, held: WantedGate['held']): string[] {
  return variants.flatMap(({ name, role }) =>
    isSelectable(role) && !('file' in held && role === 'reference') ? name : [],
  )
}

function checkStrategy(condition: Condition, compared: readonly string[]): void {
  const { strategy } = condition
  if (strategy === undefined || compared.includes(strategy)) return
  throw new UserError('not-compared', { compared, strategy, condition: formatCondition(condition) })
}
