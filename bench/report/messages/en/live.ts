/** The page that is served during a run. */
export const live = {
  inProgress: 'Still measuring',
  updatePolicy: 'The page is updated between runs, never while one is measured.',
  sweepCell: ({ number, total, coordinates }: { number: number; total: number; coordinates: string }) =>
    `Grid point ${number} of ${total}: ${coordinates}`,
  noIterationYet: 'No iteration has ended yet.',
  containersPerFunction: (containers: string) => `${containers} per function`,
  iterationProgress: ({ block, iteration, iterations }: { block: number; iteration: number; iterations: number }) =>
    `Process ${block}, iteration ${iteration} of ${iterations}`,
  noVerdictsYet: 'No verdicts before the first interim analysis.',
  judgedAtLastLook: (blocks: string) => `Judged after ${blocks} per variant.`,
  judgedAtLook: (blocks: string) => `Judged after ${blocks} per variant; the next interim analysis will show more.`,
  loadProgress: ({ block, finished, variants }: { block: number; finished: number; variants: number }) =>
    `Process ${block} of each variant: ${finished} of ${variants} have finished their jobs`,
}
