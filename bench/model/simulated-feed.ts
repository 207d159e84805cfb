/** A feed as a prediction sees it, times in milliseconds. */
export interface SimulatedFeed {
  /** How long each answer is held until there is a body: one, or one more for each redirect. */
  readonly answersMs: readonly number[]
  /** How long the post of its event is held; absent where nothing is due. */
  readonly postMs?: number
  readonly kilobytes: number
  /** Whether there is a body to be checked in the end. */
  readonly isRead: boolean
  /** It would have been, had the client waited longer. */
  readonly isGivenUp: boolean
  /** The same of its post: Slack may have taken it, and nobody knows. */
  readonly isPostGivenUp: boolean
}
