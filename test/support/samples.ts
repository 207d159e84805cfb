/** Of what is tried in `npm run proofs`, `npm test` tries a tenth; `UTAKATA_SAMPLES=20 npm test` tries twenty times as much. */
const SHARE = Number(process.env.UTAKATA_SAMPLES ?? 0.1)

/** Whether no sample is left out. */
export const isEverySampleTried = SHARE >= 1

/** How many of so many samples are tried. */
export function samples(all: number): number {
  return Math.ceil(all * SHARE)
}

/** The first tenth of a list of cases, one at least. */
export function sampleOf<T>(cases: readonly T[]): readonly T[] {
  return cases.slice(0, samples(cases.length))
}
