import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { buildBundle } from '../../infra/bundle.ts'
import { addressesOf, WORLD_NOW_MS, WORLD_WINDOW } from '../../mock-server/world.ts'
import { strategies } from '../../strategies/index.ts'
import { type Emulator, emulatorIsInstalled, startEmulator } from '../support/aws-emulator.ts'
import { archiveOf, cdk, deployedFunctions, digestsIn, npxCdk, sha256, unpack } from '../support/deployments.ts'
import { start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { startFunction } from '../support/functions.ts'
import { type Served, serve } from '../../bench/run/contract/running.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

const IS_THERE = emulatorIsInstalled()
if (!IS_THERE) {
  const packages = 'python3-moto, python3-flask and python3-flask-cors'
  if (process.env.CI) throw new Error(`expected Debian's ${packages}, which the proof of a deploy needs, got none`)
  console.warn(`SKIPPED: no deploy is proven without an emulator of AWS; apt-get install Debian's ${packages}`)
}

const WITHIN = `${(WORLD_WINDOW.untilMs - WORLD_WINDOW.fromMs) / 60_000}m`
const NOTIFIER = ['-c', 'feeds=ssm:/utakata/feeds', '-c', 'webhookSecret=utakata/webhook', '-c', `within=${WITHIN}`]

/** The feeds and the webhook of a world, where a deployed notifier looks for them. */
async function configure({ endpoint }: Emulator, { world, origin }: Served): Promise<void> {
  const client = {
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
  }
  const { feeds, slack } = addressesOf(world, origin, 'f0/r1')
  const ssm = new SSMClient(client)
  await ssm.send(new PutParameterCommand({ Name: '/utakata/feeds', Value: feeds.join('\n'), Type: 'SecureString' }))
  const secrets = new SecretsManagerClient(client)
  await secrets.send(new CreateSecretCommand({ Name: 'utakata/webhook', SecretString: slack }))
}

function expectDone({ code, stdout, stderr }: Awaited<ReturnType<typeof cdk>>): void {
  if (code !== 0) throw new Error(`expected the deploy to end with 0, got ${code}: ${stdout}${stderr}`)
}

// Breakage: whoever meets a zone that Lambda does not support is not told of the one setting that helps.
test('a deploy that fails says what to try', async () => {
  const folder = aFolder()
  // Nothing listens there, so that no account of whoever runs this can be meant.
  const env = {
    HOME: folder,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_PROFILE: 'nobody',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const { code, stderr } = await start(['cdk', 'deploy', '--output', join(folder, 'cdk.out'), '-c', 'mock=ec2'], {
    env,
  }).end
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/log in to AWS first.*zone that Lambda\s+doesn't support.*-c mockZone=ZONE/s)
})

// Breakage: the uploaded code is not the bundle, a function is missing, or its variables do not make a notifier that works.
test.skipIf(!IS_THERE)(
  'a real deploy: bootstrap, deploy, what is deployed runs, update, destroy, and deploy by npx cdk',
  async () => {
    await using server = await serve(aWorld())
    const emulator = await startEmulator()
    try {
      await configure(emulator, server)
      const folder = aFolder()
      const into = ['--output', join(folder, 'cdk.out'), '--outputs-file', join(folder, 'outputs.json')]
      const deploy = ['deploy', '--method=direct', '--require-approval', 'never', ...into, ...NOTIFIER]
      expectDone(await cdk(emulator, 'bootstrap', '--output', join(folder, 'bootstrap')))
      const first = await cdk(emulator, ...deploy)
      expectDone(first)
      expect(first.stderr).toMatch(/What this costs.*USD/s)

      const bundle = await buildBundle(join(folder, 'bundle'))
      const outputs = (
        JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8')) as { utakata: Record<string, string> }
      ).utakata
      expect(outputs.BundleDigest).toBe(bundle.digest)
      const listed = Object.entries(outputs).flatMap(([key, value]) =>
        key.startsWith('Function') ? [JSON.parse(value) as { name: string; strategy: string }] : [],
      )
      expect(listed.map(({ strategy }) => strategy).sort()).toEqual(Object.keys(strategies).sort())

      const functions = await deployedFunctions(emulator)
      expect(functions.map(({ FunctionName }) => FunctionName).sort()).toEqual(
        [...listed.map(({ name }) => name), 'utakata-notifier'].sort(),
      )
      for (const one of functions) {
        const archive = await archiveOf(emulator, one)
        expect(one.CodeSha256).toBe(sha256(archive, 'base64'))
        expect(one).toMatchObject({ Runtime: 'nodejs24.x', MemorySize: 1769 })
        expect(one.Environment.Variables.BUNDLE_DIGEST).toBe(bundle.digest)
        expect(JSON.stringify(one)).not.toMatch(/\/slack|\.ics/)
        const unpacked = unpack(archive, join(folder, one.FunctionName))
        expect(digestsIn(unpacked)).toEqual(digestsIn(bundle.folder))
      }

      const notifier = functions.find(({ FunctionName }) => FunctionName === 'utakata-notifier')!
      const variables = { ...notifier.Environment.Variables, AWS_ENDPOINT_URL: emulator.endpoint }
      const deployed = { ...bundle, folder: join(folder, 'utakata-notifier') }
      await using container = await startFunction(deployed, { entry: 'notifier', variables })
      const scheduled = { scheduled: new Date(WORLD_NOW_MS).toISOString() }
      expect((await container.invoke(scheduled)).run.figures).toMatchObject({ feeds: 12, sent: 6, failures: {} })
      expect((await container.invoke(scheduled)).run.figures).toMatchObject({ sent: 0, claimed: 6, failures: {} })
      expect(server.deliveries.figures()).toMatchObject({ accepted: 6, duplicates: 0 })

      expectDone(await cdk(emulator, ...deploy, '-c', 'trace=summary'))
      const updated = await deployedFunctions(emulator)
      expect(updated.map(({ Environment }) => Environment.Variables.TRACE)).toEqual(functions.map(() => 'summary'))

      expectDone(await cdk(emulator, 'destroy', '--force', '--output', join(folder, 'cdk.out'), ...NOTIFIER))
      expect(await deployedFunctions(emulator)).toEqual([])

      // Two sizes, a schedule and a fan-out, by npx cdk. Not mock=ec2: this emulator makes no secrets by template. Its parts are asserted and tried elsewhere.
      const optIn = ['memory=512,1769', 'schedule=on', 'fanout=on'].flatMap((setting) => ['-c', setting])
      expectDone(npxCdk([...deploy, ...optIn], emulator))
      const sizes = (await deployedFunctions(emulator)).map(({ MemorySize }) => MemorySize)
      expect(sizes).toHaveLength(Object.keys(strategies).length * 2 + 1)
      expect(sizes.filter((size) => size === 1769)).toHaveLength(Object.keys(strategies).length)
    } finally {
      await emulator.stop()
    }
  },
)

// Breakage: no cdk.json, or one whose app is started by a Node that cannot run it.
test('npx cdk synthesizes and compares as in any project of the CDK, without an account', () => {
  const folder = aFolder()
  const into = ['--output', join(folder, 'cdk.out')]
  const synth = npxCdk(['synth', '--quiet', ...into, '-c', 'memory=512'])
  expect(synth).toMatchObject({ code: 0 })
  const template = join(folder, 'cdk.out', 'utakata.template.json')
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string }>>
  }
  const functions = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function')
  expect(functions).toHaveLength(Object.keys(strategies).length)

  const diff = (...settings: string[]) =>
    npxCdk(['diff', 'utakata', '--fail', '--template', template, '--output', join(folder, 'other'), ...settings])
  expect(diff('-c', 'memory=512').code).toBe(0)
  const { code, stdout, stderr } = diff('-c', 'memory=1024')
  expect(code).toBe(1)
  expect(stdout + stderr).toContain('1024')
})
