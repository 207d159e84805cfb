import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const ALL = 'test/**/*.test.ts'
const PROOFS = 'test/proofs/**/*.test.ts'

/** Tests that start processes and servers, or that change or watch the process they run in: signals, variables, descriptors. */
const OF_PROCESSES = [
  'test/end-to-end/**/*.test.ts',
  'test/bench/*.test.ts',
  'test/bench/{cli,commands,dev,doctor,launcher,live}/**/*.test.ts',
  'test/bench/run/{contract,lab,load,local}/**/*.test.ts',
  'test/infra/**/*.test.ts',
  'test/mock-server/**/*.test.ts',
  'test/strategies/*.test.ts',
]

/** Tests that leave something in their process, or need one that has none of it: threads, memory that bodies of a broken strategy still hold. */
const ISOLATED = 'test/strategies/{budget,contract,mistakes,started-threads,threads}.test.ts'

/** Tests that draw samples, of which `npm test` tries a tenth and `npm run proofs` all. */
const SAMPLED = drawingSamples(ALL, [PROOFS])

/** Proofs that do the same in many ways, of which `npm run proofs` tries one or a few, and `npm run bench:proofs` all. */
const REPEATED = drawingSamples(PROOFS)

function drawingSamples(files: string, exclude: string[] = []): string[] {
  return globSync(files, { cwd: import.meta.dirname, exclude }).filter((file) =>
    /from '(fast-check|.*\/samples\.ts)'/.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
  )
}

/** Proofs that measure how long something takes, or compare what was measured; the others mostly wait. */
const ALONE =
  'test/proofs/{hostile,lab,lab-agreement,lab-cpu-share,lab-endings,lab-traces,large-files,learned,stop-at-once,time-breakdown}.test.ts'

/** These begin first, the longest in front: one that begins late would run on alone when all others have ended. */
const LONGEST = [
  'contract/own-job',
  'strategies/contract',
  'strategies/threads',
  'functions/comparison-traces',
  'infra/notifier',
  'calendar/equivalence',
  'model/predict',
  ...[
    'chaos',
    'readme',
    'package',
    'stuck',
    'new-strategy',
    'descriptors',
    'page',
    'deploy',
    'fan-out-run',
    'calibration',
    'demo',
    'lab-tools',
  ].map((name) => `proofs/${name}`),
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`${name}.test.ts`))
      return found === -1 ? LONGEST.length : found
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

const common = {
  env: {
    // As the launcher sets them for every command, not under nohup: floating times are read in the process's zone.
    TZ: 'UTC',
    UV_THREADPOOL_SIZE: '64',
    UTAKATA_NOHUP: '',
    // What the processes of tests compile, from temporary folders too, is kept apart from what commands keep.
    NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled'),
  },
  pool: 'forks' as const,
  setupFiles: ['./test/support/properties.ts'],
}

const quick = {
  ...common,
  // Loading the modules anew for each file would take longer than most tests.
  isolate: false,
  maxWorkers: '100%',
  testTimeout: 60_000,
}
/** One more than processors, since these tests wait for servers and processes. */
const WAITING = availableParallelism() + 1
const proofs = { ...common, testTimeout: 600_000 }
const samples = {
  ...quick,
  env: { ...common.env, UTAKATA_SAMPLES: '1' },
  testTimeout: 600_000,
  sequence: { groupOrder: 4 },
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: ['minimal', './test/support/dots.ts', './test/support/closing-line.ts'],
    projects: [
      {
        test: {
          ...quick,
          name: 'quick',
          pool: 'threads',
          include: [ALL],
          exclude: [PROOFS, ...OF_PROCESSES],
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...quick, name: 'processes', include: OF_PROCESSES, exclude: [ISOLATED], maxWorkers: WAITING } },
      { test: { ...quick, name: 'strategies', include: [ISOLATED], isolate: true, maxWorkers: WAITING } },
      {
        test: {
          ...proofs,
          name: 'proofs',
          include: [PROOFS],
          exclude: [ALONE],
          maxWorkers: 4,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...proofs,
          name: 'alone',
          include: [ALONE],
          fileParallelism: false,
          // Of those that count processor time, which others do not take.
          maxConcurrency: 2,
          sequence: { groupOrder: 3 },
        },
      },
      { test: { ...samples, name: 'samples', include: SAMPLED, exclude: [ISOLATED] } },
      { test: { ...samples, name: 'samples-isolated', include: drawingSamples(ISOLATED), isolate: true } },
      {
        test: {
          ...proofs,
          name: 'repeated',
          env: { ...common.env, UTAKATA_SAMPLES: '1' },
          include: REPEATED,
          testTimeout: 3_600_000,
          fileParallelism: false,
          maxConcurrency: 2,
        },
      },
    ],
  },
})
