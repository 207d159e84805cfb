import type { FailedCheck } from './controls.ts'

type Target = 'local' | 'lab' | 'aws'

interface NamedScenario {
  readonly name: string
  readonly digest: string
}

/** Why a stored result is no baseline for what is measured now, as codes: `report/messages/baseline-refusal.ts` has the words. */
export type BaselineRefusal =
  | {
      readonly code:
        | 'scheduled'
        | 'other-job'
        | 'before-first-look'
        | 'network-allowed'
        | 'output-mismatch'
        | 'mock-server-saturated'
    }
  | { readonly code: 'several-targets'; readonly targets: readonly Target[] }
  | {
      readonly code: 'several-machines'
      readonly machines: readonly { readonly cpu: string; readonly cores: number }[]
    }
  | { readonly code: 'several-node-versions'; readonly versions: readonly string[] }
  | { readonly code: 'several-scenarios'; readonly scenarios: readonly NamedScenario[] }
  | { readonly code: 'other-target'; readonly target: Target }
  | { readonly code: 'other-cpu' | 'other-node'; readonly was: string; readonly now: string }
  | { readonly code: 'other-cores'; readonly was: number; readonly now: number }
  | { readonly code: 'other-scenario'; readonly was: NamedScenario; readonly now: NamedScenario }
  | { readonly code: 'other-reference'; readonly was: string; readonly now: string }
  | { readonly code: 'variants-missing'; readonly variants: readonly string[] }
  | { readonly code: 'runs-failed'; readonly variant: string; readonly failed: number; readonly of: number }
  | { readonly code: 'unfit'; readonly check: FailedCheck; readonly margin: number; readonly slowdown: number }
