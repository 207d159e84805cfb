import { defineConfig } from 'vitest/config'

const common = {
  // As the launcher sets them for every command, not under nohup: floating times are read in the process's zone.
  env: { TZ: 'UTC', UV_THREADPOOL_SIZE: '64', UTAKATA_NOHUP: '' },
  pool: 'forks' as const,
  testTimeout: 60_000,
  setupFiles: ['./test/support/one-seed.ts'],
}

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: ['test/proofs/**'],
          maxWorkers: '100%',
        },
      },
      // What takes minutes or Debian packages; one after another, since they measure.
      {
        test: {
          ...common,
          name: 'proofs',
          include: ['test/proofs/**/*.test.ts'],
          testTimeout: 600_000,
          fileParallelism: false,
          // Of those that count processor time, which others do not take.
          maxConcurrency: 2,
        },
      },
    ],
  },
})
