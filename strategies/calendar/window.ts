/** Half-open span of instants, in epoch milliseconds: a start counts when `fromMs <= start < untilMs`. */
export interface Window {
  readonly fromMs: number
  readonly untilMs: number
}
