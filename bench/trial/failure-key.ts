import type { FailedItem } from './trial.ts'

/** What two failures of an item have in common in whichever variant: such as `17 fetch thrown`. */
export function failureKey({ item, step, kind }: FailedItem): string {
  return `${item} ${step} ${kind}`
}
