/** How long strategies would take at sizes nobody ran. */
export const prediction = {
  title: (scenario: string) => `Prediction: ${scenario}`,
  calibrated: ({ runs, machine, instant }: { runs: number; machine: string; instant: string }) =>
    `PREDICTED, not measured: times on a virtual clock, calibrated by ${runs} runs of sequential on ${machine}, ${instant}.`,
  calibratedBusy: ({
    runs,
    machine,
    instant,
    load,
  }: {
    runs: number
    machine: string
    instant: string
    load: number
  }) =>
    `PREDICTED, not measured: times on a virtual clock, calibrated by ${runs} runs of sequential on ${machine}, ${instant}, WHICH WAS BUSY (load ${load}), so that it is not kept and the next prediction calibrates again.`,
  machine: ({ cpu, cores, node }: { cpu: string; cores: number; node: string }) =>
    `${cpu}, ${cores} cores, Node ${node}`,
  fastest: (places: string) => `Predicted to be the fastest: ${places}.`,
  fastestAt: (strategies: string, place: string) => `${strategies} at ${place}`,
  feeds: (count: string) => `${count} feeds`,
  due: (percent: number) => `${percent}% of them due`,
  delay: (delay: string) => `delays of ${delay} in the middle`,
  size: (size: string) => `${size} a feed`,
  slackRate: (rate: string) => `Slack at ${rate}`,
  concurrency: (concurrency: string) => `concurrency ${concurrency}`,
  threads: (threads: string) => `threads ${threads}`,
  feedsColumn: 'feeds',
  delayColumn: 'delay',
  sizeColumn: 'size',
  concurrencyColumn: 'concurrency',
  threadsColumn: 'threads',
  slackRateColumn: 'Slack',
  errorRow: 'error',
  fastestMark: (share: string) => `* the fastest of its row, and what is within ${share} of it.`,
  fastestMarkErrors: (share: string) =>
    `* the fastest of its row, and what is within the errors of the two together, or ${share} of it.`,
  unknownErrorMark: '? how far its predictions are off was never measured.',
  extrapolatedMark: '~ not simulated at that size: on a straight line from smaller ones.',
  untestedMark: (mark: string) => `${mark} beyond the settings in which errors were measured: it may be off by more.`,
  errorUnknown: 'How far predictions of this version are off was never measured: npm run bench:prediction does so.',
  errorHere: ({ cells, date }: { cells: string; date: string }) =>
    `error: middle of |predicted / measured - 1| in ${cells}, drawn beforehand and not calibrated on, measured ${date} on this machine.`,
  errorElsewhere: ({ cells, date, machine }: { cells: string; date: string; machine: string }) =>
    `error: middle of |predicted / measured - 1| in ${cells}, drawn beforehand and not calibrated on, measured ${date} on ANOTHER MACHINE (${machine}), so that it may be more here; npm run bench:prediction measures it.`,
  errorCells: ({
    count,
    scenario,
    feeds,
    delays,
    sizes,
  }: {
    count: number
    scenario: string
    feeds: string
    delays: string
    sizes: string
  }) => `${count} sampled settings of ${scenario} with ${feeds} feeds, ${delays} ms and ${sizes} KB`,
  untested: (features: string) => `None of these settings had ${features}.`,
  featureHttps: 'HTTPS',
  featureHostPerFeed: 'a host for each feed',
  featureFullCheck: 'a check in full',
  featureCheckCpu: 'checks that are made to take CPU time',
  featureCompressedFeeds: 'compressed feeds',
  featureFeedFaults: 'feeds that go wrong',
  featurePacedBodies: 'bodies at a pace',
  featureSlackRate: 'a rate of Slack',
  featureManyDue: 'more than half of the feeds due',
  featureSlowPosts: 'posts slower than fetches',
  featureOtherDelays: 'delays that are not lognormal',
  featureLimits: 'limits that were set',
  overtakesOne: ({ winners, losers, from, to }: { winners: string; losers: string; from: string; to: string }) =>
    `${winners} overtakes ${losers} between ${from} and ${to}.`,
  overtakesMany: ({ winners, losers, from, to }: { winners: string; losers: string; from: string; to: string }) =>
    `${winners} overtake ${losers} between ${from} and ${to}.`,
  leavesBehindOne: ({ winners, losers, from, to }: { winners: string; losers: string; from: string; to: string }) =>
    `${winners} leaves ${losers} behind between ${from} and ${to}.`,
  leavesBehindMany: ({ winners, losers, from, to }: { winners: string; losers: string; from: string; to: string }) =>
    `${winners} leave ${losers} behind between ${from} and ${to}.`,
  moreFetchesThanPorts: (strategy: string, ports: string) =>
    `${strategy}: has more fetches under way at the largest sizes than Linux has ports for (${ports} by default), so that there it would fail; give it a --concurrency.`,
  itemsGivenUp: ({
    share,
    headersTimeoutMs,
    bodyTimeoutMs,
    fetchTimeoutMs,
  }: {
    share: string
    headersTimeoutMs: number
    bodyTimeoutMs: number
    fetchTimeoutMs: number
  }) =>
    `Up to ${share} of the feeds take longer than the client waits (${headersTimeoutMs} ms for an answer, ${bodyTimeoutMs} ms in the middle of it, ${fetchTimeoutMs} ms in all), and are given up.`,
  postsGivenUp: (share: string, answerTimeoutMs: number) =>
    `The posts of up to ${share} of the feeds take longer than the client waits (${answerTimeoutMs} ms): nobody knows whether they are delivered.`,
  notifyFaultsLeftOut: 'What the scenario lets go wrong with posts is left out.',
}
