import { randomUUID } from 'node:crypto'

/** A name for a run that begins now, by which its traces are found. */
export function newRunId(): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  return `ab-${stamp}-${randomUUID().slice(0, 8)}`
}

/** When a run of that name began, in epoch milliseconds; undefined for a name that we have not made. */
export function beginOfRun(run: string): number | undefined {
  const [, date, time] = /^ab-(\d{8})-(\d{6})-[\da-f]{8}$/.exec(run) ?? []
  if (date === undefined || time === undefined) return undefined
  const ms = Date.parse(
    `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`,
  )
  return Number.isNaN(ms) ? undefined : ms
}
