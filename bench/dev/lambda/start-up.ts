import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { quantile } from '../../statistics/quantile.ts'

/** Medians over fresh processes, in milliseconds. */
export interface StartUp {
  readonly emptyMs: number
  readonly handlerMs: number
  readonly notifierMs: number
}

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** What the bundle's functions take to load in a fresh Node beside an empty module, each in turn; and what the bundle says of itself. */
export function measureStartUp(iterations: number): { readonly startUp: StartUp; readonly bundle: string } {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-start-up-'))
  try {
    const bundle = execFileSync(process.execPath, [at('infra/bundle.ts'), folder], { encoding: 'utf8' })
    writeFileSync(join(folder, 'empty.mjs'), '')
    const times = { empty: [] as number[], handler: [] as number[], notifier: [] as number[] }
    // The first of each fills the system's cache of files.
    for (let iteration = -1; iteration < iterations; iteration++)
      for (const name of ['empty', 'handler', 'notifier'] as const) {
        const ms = loadMs(join(folder, `${name}.mjs`))
        if (iteration >= 0) times[name].push(ms)
      }
    const median = (name: keyof typeof times) => quantile(times[name], 0.5)
    return {
      startUp: { emptyMs: median('empty'), handlerMs: median('handler'), notifierMs: median('notifier') },
      bundle,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function loadMs(file: string): number {
  const code = `const began = performance.now(); await import(process.argv[1]); console.log(performance.now() - began)`
  const env = { ...process.env, STRATEGY: 'pipelined', TRACE: 'exemplars' }
  const args = ['--input-type=module', '-e', code, pathToFileURL(file).href]
  return Number(execFileSync(process.execPath, args, { env, encoding: 'utf8' }))
}

/** Seconds of a synthesis with nearly everything that can be asked for. */
export function measureSynth(): number {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-synth-'))
  const settings = ['memory=512,1769', 'schedule=on', 'mock=ec2', 'feeds=ssm:/a', 'webhookSecret=a']
  const context = settings.flatMap((setting) => ['-c', setting])
  const began = performance.now()
  try {
    execFileSync(process.execPath, [at('infra/cdk.ts'), 'synth', '--output', folder, ...context], { stdio: 'pipe' })
    return (performance.now() - began) / 1000
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
