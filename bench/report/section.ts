/** A table as every form of the report draws it. */
export interface Section {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Whether all columns but the first hold numbers. */
  readonly isNumeric: boolean
  readonly notes: readonly string[]
}
