#!/usr/bin/env node
// Plain JavaScript on purpose: it has to run on whatever Node the host has, and finds the Node that utakata needs.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { chooseNode, findBundled } from './choose-node.mjs'

// --start MODULE runs another module of the checkout in the same way.
const given = process.argv.slice(2)
const [module, args] =
  given[0] === '--start' ? [given[1], given.slice(2)] : [fileURLToPath(new URL('./main.ts', import.meta.url)), given]

const host = { version: process.version, path: process.execPath }
const chosen = chooseNode({ wanted: process.env.UTAKATA_NODE, host, bundled: findBundled() })
if (chosen.mistake !== undefined) {
  console.error(`utakata: ${chosen.mistake}`)
  process.exit(1)
}

const child = spawn(chosen.path, [module, ...args], {
  stdio: 'inherit',
  // Set before anything runs: loading modules may start libuv's pool, and floating times are read in the process's zone.
  env: { ...process.env, TZ: 'UTC', UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '64' },
})
// The child decides what a signal means. A terminal sends Ctrl-C to it as well, so that it may hear of one twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`utakata: could not start ${child.spawnfile}: ${error.message}`)
  process.exit(70)
})
child.on('exit', (code, signal) => {
  // As a shell tells of it: a run that was ended from outside must not look like one that went well.
  process.exit(signal ? 128 + constants.signals[signal] : (code ?? 70))
})
