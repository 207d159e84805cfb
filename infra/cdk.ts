/** `npm run bootstrap`, `synth`, `deploy` and `destroy`: the CDK's command line, with the app and the Node of this project. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const COST = `What this costs, at prices reported in 2026-11 (yours may differ): nothing for functions that are not invoked. An invocation
is billed by its time: 10 s with 1,769 MB are 0.0002 USD. CloudWatch takes up to 3 USD a month for the dashboard, 0.10 for each alarm
and 0.30 for each metric of a function that runs. -c mock=ec2 is about 0.02 USD an hour. npm run destroy takes it all away again,
but for the bucket of -c fanout=on, whose answers are yours: each is gone after 30 days, and the bucket is yours to delete.
`

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  bootstrap: [],
  synth: ['--quiet'],
  deploy: ['--outputs-file', at('cdk-outputs.json')],
  destroy: [],
}

const [command = '', ...given] = process.argv.slice(2)
const own = ARGUMENTS[command]
if (!own) {
  console.error(`expected one of ${Object.keys(ARGUMENTS).join(', ')}, got "${command}"`)
  process.exit(1)
}
if (command === 'deploy') console.error(COST)
// A path with a space in it would fall apart on the way to the shell, so that the app is found by folder and by PATH.
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}` }
const child = spawn(
  process.execPath,
  [
    at('node_modules/aws-cdk/bin/cdk'),
    command,
    '--app',
    'node infra/app.ts',
    '--no-notices',
    '--no-version-reporting',
    // What is given again takes the place of ours.
    ...(given.includes(own[0] ?? '') ? [] : own),
    ...given,
  ],
  { stdio: 'inherit', cwd: at('.'), env },
)
// Ctrl-C reaches both; the CDK's command line decides what becomes of it.
process.on('SIGINT', () => {})
const [code] = (await once(child, 'exit')) as [number | null]
process.exitCode = code ?? 1
if (code === 0 && command === 'synth') console.error('The template and the code of the functions are in cdk.out.')
