import type { Fault, ProcessFailure } from './trial-reasons.ts'

/** Why a program cannot be measured, as a code; `report/messages/problems/job.ts` has the sentences. */
export type ProgramBreach =
  /** `output`: the end of what it wrote. */
  | { readonly code: 'build-failed'; readonly exitCode: number | string; readonly output: string }
  | { readonly code: 'no-result'; readonly failure: ProcessFailure }
  | { readonly code: 'fault'; readonly fault: Fault }
  /** In a world without delays or faults, of so many items. */
  | {
      readonly code: 'other-posts'
      readonly items: number
      readonly posts: number
      /** Accepted by the mock server. */
      readonly accepted: number
      /** The variant that it was compared with. */
      readonly model: string
      readonly expected: number
      /** A post of that variant that the program did not make, and the other way round. */
      readonly missing?: string
      readonly surplus?: string
    }
