/** `utakata cdk`: as `npx cdk` in a checkout, by its cdk.json, with what it costs and with settings checked beforehand. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hideAddresses } from '../strategies/failure.ts'
import { checkArguments } from './cdk-arguments.ts'
import { Refusal } from './refusal.ts'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** Narrow enough for any terminal. */
const COST = `What this costs, at prices of us-east-1 reported in 2026-11 (check yours):
  each invocation    by its time: 10 s with 1,769 MB are 0.0002 USD
  while they run     0.30 USD a month for each metric, five of each function;
                     5 USD per million traces, which Lambda samples
  all the time       3 USD a month for the dashboard, beyond an account's
                     first three; 0.10 for each of a notifier's five alarms
  -c mock=ec2        0.02 USD an hour, and 0.40 a month for its token
docs/aws.md says more. utakata cdk destroy removes everything except the
bucket of a fan-out.
`

const HINT = `If it says that no account can be resolved: log in to AWS first, or name a
profile with --profile NAME.`

const HINT_OF_ZONES = `If it says that the subnets of mock=ec2 contain an availability zone that Lambda
doesn't support, or that the zone has no t4g.small: name another zone of the
region with -c mockZone=ZONE, such as us-east-1b.`

const [command = '', ...given] = process.argv.slice(2)

const isPackage = extname(import.meta.url) === '.js'

/** What cdk.json says in a checkout; a package is used from a project that may have one of its own. */
const OF_PACKAGE = isPackage
  ? [
      '--app',
      // The CDK's command line takes the quotes of a value that begins and ends with one.
      `${[process.execPath, at('bench/launch.mjs'), '--start', at('infra/app.js')].map((part) => `"${part}"`).join(' ')} `,
      '--output=cdk.out',
      ...(command === 'deploy' ? ['--outputs-file=cdk-outputs.json'] : []),
      '--no-notices',
      '--no-version-reporting',
    ]
  : []

const COMMANDS = ['bootstrap', 'synth', 'deploy', 'destroy']

if (!COMMANDS.includes(command)) {
  console.error(`expected one of ${COMMANDS.join(', ')}, got "${hideAddresses(command)}"`)
  process.exit(1)
}
try {
  checkArguments(given, process.env)
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exit(1)
}
const cli = findCli()
if (cli === undefined) {
  console.error('the CDK is not installed: run npm ci without --omit=dev')
  process.exit(1)
}
if (command === 'deploy') console.error(COST)
const quiet = command === 'synth' && !given.includes('--quiet') ? ['--quiet'] : []
const child = spawn(process.execPath, [cli, command, ...OF_PACKAGE, ...quiet, ...given], {
  stdio: 'inherit',
  cwd: isPackage ? process.cwd() : at('.'),
})
// The CDK's command line decides what a signal means. Ctrl-C reaches both; the others may have been sent to this process alone.
process.on('SIGINT', () => {})
for (const name of ['SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name))
const [code] = (await once(child, 'exit')) as [number | null]
process.exitCode = code ?? 1
if (code === 0 && command === 'synth') console.error('The template and the code of the functions are in cdk.out.')
if (code !== 0 && command !== 'synth') console.error(HINT)
// Known to be in the settings or not, such as in cdk.json: what failed the CDK has printed itself.
if (code !== 0 && command === 'deploy') console.error(HINT_OF_ZONES)

function findCli(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('aws-cdk/bin/cdk')
  } catch {
    return undefined
  }
}
