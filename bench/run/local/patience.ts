/** How long the processes of a benchmark may take to answer, in milliseconds: far beyond any load, so that only what hangs is killed. */
export interface Patience {
  /** A fresh process of a variant: Node starts, and the strategy's module is loaded. */
  readonly startMs: number
  /** Beyond `client.runTimeoutMs`, at which the process aborts the run itself: to let go of its sockets and to answer. */
  readonly graceMs: number
  /** The mock server starts: it makes certificates and warms itself up. */
  readonly worldStartMs: number
  /** The mock server is emptied, or counts what it has seen. */
  readonly worldMs: number
}

export const PATIENCE: Patience = { startMs: 60_000, graceMs: 5_000, worldStartMs: 120_000, worldMs: 30_000 }
