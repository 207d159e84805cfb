/** What strategies promise, and how one breaks it, by code and figures; `report/messages/problems/contract.ts` has the sentences. */

export type ClauseCode =
  | 'as-sequential'
  | 'within-limit'
  | 'cancel-among-hanging-feeds'
  | 'cancel-during-pause'
  | 'cancel-before-start'
  | 'no-feeds'
  | 'nothing-open'

/** What is open that was not before. `name`: of Node's resource, or of the event. */
export type Leftover = { readonly code: LeftoverCode } | { readonly code: 'other' | 'listener'; readonly name: string }

export type LeftoverCode =
  | 'timer'
  | 'immediate'
  | 'tcp-socket'
  | 'tcp-server'
  | 'tls-socket'
  | 'pipe'
  | 'pipe-server'
  | 'udp-socket'
  | 'file-watcher'
  | 'child-process'
  | 'message-port'
  | 'file-operation'
  | 'worker'

/** What is wrong with the run over a whole world. */
export type RunBreach =
  | { readonly code: 'no-outcome'; readonly feeds: readonly string[] }
  | { readonly code: 'outcome-count'; readonly expected: number; readonly got: number }
  | { readonly code: 'outcome-misplaced'; readonly outcome: number; readonly feed: string }
  | { readonly code: 'sends-not-done'; readonly sent: number; readonly accepted: number }
  | { readonly code: 'work-not-done'; readonly requests: number }
  | { readonly code: 'feed'; readonly feed: number; readonly breach: FeedBreach }
  | { readonly code: 'duplicate-texts'; readonly texts: number }
  | { readonly code: 'digest'; readonly of: 'world' | 'sequential'; readonly got: string; readonly expected: string }

/** What is wrong with one feed of it. `health`: how it is in that world; `failures`: as they are inspected. */
export type FeedBreach =
  | { readonly code: 'early'; readonly summary: string; readonly start: string }
  | { readonly code: 'notification-twice' | 'sent-twice' | 'other-text' | 'unread' }
  | { readonly code: 'requested' | 'posted'; readonly times: number; readonly expected: number }
  | { readonly code: 'not-sent'; readonly health: string; readonly failures: string }
  | { readonly code: 'sent-count'; readonly health: string; readonly sent: number; readonly expected: number }
  | { readonly code: 'failures'; readonly health: string; readonly failures: string; readonly expected: string }

/** How a clause is broken. */
export type Breach =
  /** `world`: its seed. */
  | { readonly code: 'in-world'; readonly world: number; readonly breach: RunBreach }
  /** `isDeclared`: whether the strategy has a limit of that name. */
  | {
      readonly code: 'fetches-in-flight'
      readonly most: number
      readonly threads: number
      readonly seen: number
      readonly isDeclared: boolean
    }
  | { readonly code: 'global-fetch' }
  | { readonly code: 'late'; readonly what: 'cancelled-run' | 'empty-run'; readonly withinMs: number }
  | {
      readonly code: 'never'
      readonly what: 'time-to-cancel' | 'connections-closed' | 'requests-ended'
      readonly withinMs: number
    }
  | { readonly code: 'requests-after-cancel' | 'requests-without-feeds'; readonly requests: number }
  | { readonly code: 'accepted-count'; readonly sent: number; readonly unknown: number; readonly accepted: number }
  | { readonly code: 'sent-twice'; readonly texts: number }
  | { readonly code: 'requests-after-end'; readonly requests: number; readonly underWay: number }
  | { readonly code: 'nothing-aborted' }
  | { readonly code: 'other-failures'; readonly kinds: readonly string[] }
  | { readonly code: 'feed-order'; readonly got: string }
  | { readonly code: 'outcomes-without-feeds'; readonly outcomes: number }
  | { readonly code: 'left-open'; readonly leftovers: readonly Leftover[] }
  | { readonly code: 'unhandled-rejections'; readonly promises: number }
