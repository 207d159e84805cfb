import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // As the launcher sets them for every command: floating times are read in the process's zone.
    env: { TZ: 'UTC', UV_THREADPOOL_SIZE: '64' },
    pool: 'forks',
    testTimeout: 60_000,
  },
})
