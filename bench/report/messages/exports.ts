/** What stands in files of other tools for people to read. */
export const exportTexts = {
  benchstatUse:
    '# benchstat -col /variant THIS_FILE compares the variants; it takes all runs for independent, which iterations of one process or container are not.',
  benchstatSchedule:
    '# ns/op counts from when a job was due, as its notifications do; service-ns/op from when it began.',
  run: (run: {
    readonly variant: string
    readonly unit: 'process' | 'container'
    readonly block: number
    readonly iteration: number
  }) => `${run.variant}, ${run.unit} ${run.block}, iteration ${run.iteration}`,
  lane: (number: number) => `lane ${number}`,
  gate: (scenario: string) => `gate ${scenario}`,
  wholeBenchmark: 'the benchmark as a whole',
  notCompared: (why: string) => `not compared: ${why}`,
  verdictOver: (verdict: string, reference: string, ratio: string) =>
    `${verdict}; its time over that of ${reference}: ${ratio}`,
}
