/** jStat ships no types; these are the parts that tests compare with. */
declare module 'jstat' {
  export const jStat: {
    readonly studentt: {
      readonly cdf: (t: number, degrees: number) => number
      readonly inv: (p: number, degrees: number) => number
    }
    readonly normal: { readonly inv: (p: number, mean: number, sd: number) => number }
  }
}

/** By its path alone it is loaded without the rest of the SDK, which slows every await of this process. */
declare module 'aws-xray-sdk-core/dist/lib/segments/attributes/subsegment.js' {
  export { Subsegment as default } from 'aws-xray-sdk-core'
}

/** Runs in a browser. */
declare module '*/faults-in-document.mjs' {
  export const faultsInDocument: () => string[]
  export const marksInDocument: () => {
    readonly empty: readonly string[]
    readonly counts: Readonly<Record<string, number>>
  }
  export const firstScreenInDocument: (selectors: readonly string[]) => {
    readonly missing: readonly string[]
    readonly read: string
  }
  export const highHeadingsInDocument: () => string[]
}
