import type { z } from 'zod'
import { expectationOf } from '../../bench/scenario/expectations.ts'

/** What the schema of scenarios finds wrong, as far as its sentence needs it. */
export type Expectation =
  | { readonly code: 'invalid_type'; readonly expected: 'string' | 'number' | 'int' | 'boolean' | 'array' | 'object' }
  | {
      readonly code: 'too_small'
      readonly origin: 'string' | 'array' | 'number'
      readonly minimum: number
      readonly inclusive?: boolean
    }
  | {
      readonly code: 'too_big'
      readonly origin: 'string' | 'array' | 'number'
      readonly maximum: number
      readonly inclusive?: boolean
    }
  | { readonly code: 'invalid_value'; readonly values: readonly string[] }
  | { readonly code: 'invalid_union'; readonly options: readonly string[] }

/** What would have been right, as a mistake in a scenario has it; the wording is kept in test/golden/wording/expectations.txt. */
export function expectationFor(issue: Expectation): string {
  return `expected ${expectationOf(issue as unknown as z.core.$ZodIssue)}`
}
