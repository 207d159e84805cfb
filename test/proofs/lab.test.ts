import { ENGLISH } from '../../bench/report/messages/en.ts'
import { aaCheckText } from '../../bench/report/messages/controls.ts'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { strategies } from '../../strategies/index.ts'
import type { Ended } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { resultIn } from '../support/labs.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAX_S = 90

/** A network with nothing but loopback, for root and for whoever may become root of a namespace; undefined where neither may. */
const ALONE = [
  ['unshare', '--net'],
  ['unshare', '--map-root-user', '--net'],
].find(([command, ...args]) => spawnSync(command!, [...args, 'ip', 'link', 'set', 'lo', 'up']).status === 0)
if (!ALONE) {
  const what = 'unshare and ip (util-linux and iproute2), and leave to make a network of its own'
  if (process.env.CI) throw new Error(`expected ${what}, got none`)
  console.warn(`SKIPPED: that the lab needs no network is not proven without ${what}`)
}

/** As a shell on a fresh machine has it: nothing of AWS, and nobody's home. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|npm)_/i.test(name))
  // npm itself would query its registry whether there is a newer npm.
  return { ...Object.fromEntries(rest), HOME: aFolder(), NO_COLOR: '1', npm_config_update_notifier: 'false' }
}

/**
 * Runs a command of the shell where there is no network but loopback, and afterwards reports how often anything looked for a route
 * out of it. Source: RFC 4293, ipSystemStatsOutNoRoutes.
 */
async function runAlone(command: string): Promise<Ended & { readonly triedToLeave: number }> {
  const counted = `cat /proc/net/snmp /proc/net/snmp6 >&3`
  const script = `ip link set lo up && ${command}; code=$?; ${counted}; exit $code`
  const [unshare, ...args] = ALONE!
  const child = spawn(unshare!, [...args, 'sh', '-c', script], {
    cwd: ROOT,
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const said = ['', '', '']
  for (const [index, stream] of child.stdio.slice(1).entries())
    (stream as Readable).setEncoding('utf8').on('data', (text: string) => (said[index] += text))
  const [code] = (await once(child, 'close')) as [number | null]
  const [stdout = '', stderr = '', counters = ''] = said
  return { code, stdout, stderr, triedToLeave: outNoRoutesIn(counters) }
}

function outNoRoutesIn(counters: string): number {
  const [names, values] = [...counters.matchAll(/^Ip: (.*)$/gm)].map(([, row]) => row!.split(' '))
  const six = /^Ip6OutNoRoutes\s+(\d+)$/m.exec(counters)?.[1] ?? 0
  return Number(values![names!.indexOf('OutNoRoutes')]) + Number(six)
}

// Breakage: a counter that does not see what is forbidden, so that 0 proves nothing.
test.skipIf(!ALONE)('a way out of a network with nothing but loopback is counted', async () => {
  const outgoing = `'${process.execPath}' -e "fetch('http://192.0.2.1').catch(() => {})"`
  expect((await runAlone(outgoing)).triedToLeave).toBeGreaterThan(0)
})

// Breakage: the lab needs an account, a network or more time than a coffee takes, or loses a trace on a good day.
test.skipIf(!ALONE)(
  'npm run lab on a fresh machine: no account, no network, a whole report within 90 seconds',
  async () => {
    const out = join(aFolder(), 'lab')
    const beganMs = performance.now()
    const { code, stdout, stderr, triedToLeave } = await runAlone(`npm run lab -- --verbose --output '${out}'`)
    const elapsedS = (performance.now() - beganMs) / 1000
    // 5 on a machine that is too noisy to judge.
    expect([0, 5], stderr).toContain(code)
    expect(elapsedS).toBeLessThan(MAX_S)
    expect(triedToLeave).toBe(0)

    const result = resultIn(out)!
    const variants = [...Object.keys(strategies), 'A/A', '+10%'].toSorted()
    expect(result).toMatchObject({
      target: 'lab',
      trials: 288,
      exitCode: code,
      deliveries: { same: true, duplicates: 0 },
    })
    expect(result.tracing!.crossCheck).toMatchObject({ invocations: 288, matched: 288, unmatched: [] })
    const { warm, cold } = result.lambda!
    for (const rows of [result.variants, warm, cold, result.tracing!.phases])
      expect(rows.map(({ variant }) => variant).toSorted()).toEqual(variants)

    const { warmTitle, coldTitle, timeBreakdownTitle } = ENGLISH.lambda
    const report = readFileSync(join(out, 'report.md'), 'utf8')
    for (const text of [report, stdout]) {
      expect(text).toContain(ENGLISH.emulation.banner)
      for (const table of [warmTitle, coldTitle, timeBreakdownTitle]) expect(text).toContain(table)
    }
    // Breakage: the course of a run is not read from its trace.
    const page = readFileSync(join(out, 'report.html'), 'utf8')
    const traced = ENGLISH.charts.waterfallIterationTraced(0, 0).replaceAll('0', String.raw`\d+`)
    expect(page).toMatch(new RegExp(`<figure id="waterfall"[^>]*>.*${traced}`, 's'))
    // In the first table, and in the three of Lambda and X-Ray.
    for (const variant of variants)
      expect(report.split(`\n| ${variant} |`).length - 1, variant).toBeGreaterThanOrEqual(4)
    expect(stderr).toContain('288 in all')
    console.log(
      `npm run lab: ${elapsedS.toFixed(1)} s, 288 invocations, ${result.tracing!.crossCheck.matched} traces matched, ` +
        `${triedToLeave} packets for anywhere else, exit code ${code}; ${aaCheckText(result)}`,
    )
  },
)
