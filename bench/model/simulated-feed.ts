/** A feed, or an item of a user's own job, as a prediction sees it, times in milliseconds. */
export interface SimulatedFeed {
  /** How long each answer is held until there is a body: one, or one more for each redirect. */
  readonly answersMs: readonly number[]
  /** How long each post of what is found in it is held, one after another. */
  readonly postsMs: readonly number[]
  readonly kilobytes: number
  /** Whether there is a body to be checked in the end. */
  readonly isRead: boolean
  /** It would have been, had the client waited longer. */
  readonly isGivenUp: boolean
  /** The same of a post: Slack may have taken it, and nobody knows. */
  readonly isPostGivenUp: boolean
}
