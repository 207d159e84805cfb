/** The page that is served during a run. */
export const live = {
  inProgress: 'Still measuring',
  updatePolicy:
    'Iterations, series of jobs and containers appear as they end; nothing is drawn or sent while a run is measured.',
  sweepCell: ({ number, total, coordinates }: { number: number; total: number; coordinates: string }) =>
    `Grid point ${number} of ${total}: ${coordinates}`,
  noIterationYet: 'No iteration has ended yet.',
  containersPerFunction: (containers: string) => `${containers} of each function`,
  iterationProgress: ({ block, iteration, iterations }: { block: number; iteration: number; iterations: number }) =>
    `Process ${block}, iteration ${iteration} of ${iterations}`,
  noVerdictsYet: 'No verdicts before the first interim analysis: until then it may all change.',
  judgedAtLastLook: (blocks: string) => `Judged after ${blocks}, of which all here is.`,
  judgedAtLook: (blocks: string) =>
    `Judged after ${blocks}, of which all here is; more is shown with the next interim analysis.`,
  loadProgress: ({ block, finished, variants }: { block: number; finished: number; variants: number }) =>
    `Process ${block} of each variant: ${finished} of ${variants} have finished their jobs`,
}
