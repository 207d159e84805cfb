/** Milliseconds on the clock that all processes of a machine share and nobody sets; Node's own ones begin at each process's start. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
