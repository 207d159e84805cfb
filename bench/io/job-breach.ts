import type { StepName } from '../../strategies/job.ts'
import type { Leftover } from './contract-breach.ts'
import type { ProcessFailure } from './trial-reasons.ts'

/** Why a job of a user's own cannot be measured, as a code; `report/messages/problems/job.ts` has the sentences. */
export type JobBreach =
  | { readonly code: 'no-job'; readonly missing: readonly string[]; readonly exported: readonly string[] }
  | { readonly code: 'unloadable'; readonly message: string }
  | { readonly code: 'no-answer'; readonly failure: ProcessFailure }
  | { readonly code: 'every-item-fails'; readonly items: number; readonly step: string; readonly example: string }
  | { readonly code: 'elsewhere'; readonly to: readonly string[] }
  | { readonly code: 'posts-nothing'; readonly findings: number }
  /** Two runs of it did not do the same. */
  | { readonly code: 'unsteady'; readonly of: 'bodies' | 'counts' | 'failures' }
  | { readonly code: 'goes-on' | 'not-awaited'; readonly step: 'fetch' | 'notify' }
  /** In so many items, without delays of the world. */
  | { readonly code: 'hangs'; readonly step: StepName; readonly items: number; readonly withinMs: number }
  | { readonly code: 'left-open'; readonly leftovers: readonly Leftover[]; readonly line?: number }
