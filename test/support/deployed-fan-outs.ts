import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { type FunctionSettings, LAB_REGION } from '../../bench/run/lab/lambda/function-settings.ts'
import { InvocationRefused, type LocalLambda } from '../../bench/run/lab/lambda/local-lambda.ts'
import type { Emulator } from './aws-emulator.ts'
import { archiveOf, cdk, deployedDefinition, deployedFunctions, unpack } from './deployments.ts'
import { type Json, StatesError } from './distributed-map.ts'
import type { Definition } from './fan-outs.ts'
import type { Account } from './map-run.ts'

export const WEBHOOK_SECRET = 'utakata/webhook'

/** A fan-out in an emulated account. */
export interface DeployedFanOut {
  /** Of the state machine, as the account describes it. */
  readonly definition: Definition
  /** By the ARN that the definition names. */
  readonly functionArn: string
  /** The code and the configuration that were deployed. */
  readonly settings: FunctionSettings
  readonly bucket: string
}

/** Deploys a fan-out with these settings, or updates it. In `folder` is what the CDK writes, and the unpacked code. */
export async function deployFanOut(
  emulator: Emulator,
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<DeployedFanOut> {
  const outputsFile = join(folder, 'outputs.json')
  const into = ['--output', join(folder, 'cdk.out'), '--outputs-file', outputsFile]
  const context = Object.entries({ fanout: 'on', ...settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const { code, stderr } = await cdk(
    emulator,
    'deploy',
    '--method=direct',
    '--require-approval',
    'never',
    ...into,
    ...context,
  )
  if (code !== 0) throw new Error(`expected the deploy to end with 0, got ${code}: ${stderr}`)
  const { utakata: outputs } = JSON.parse(readFileSync(outputsFile, 'utf8')) as {
    readonly utakata: { readonly FanOutStateMachine: string; readonly FanOutBucket: string }
  }
  const definition = (await deployedDefinition(emulator, outputs.FanOutStateMachine)) as Definition
  const { StartAt, States } = definition.States.Batches.ItemProcessor
  const functionArn = States[StartAt]!.Resource as string
  const functions = await deployedFunctions(emulator)
  const deployed = functions.find(({ FunctionName }) => functionArn.endsWith(`:function:${FunctionName}`))
  if (!deployed) throw new Error(`expected a deployed function with the ARN ${functionArn}, got none`)
  const { FunctionName, Handler, MemorySize, Timeout, Environment } = deployed
  return {
    definition,
    functionArn,
    bucket: outputs.FanOutBucket,
    settings: {
      name: FunctionName,
      folder: unpack(await archiveOf(emulator, deployed), mkdtempSync(join(folder, 'unpacked-'))),
      handler: Handler,
      memoryMb: MemorySize,
      timeoutMs: Timeout * 1000,
      variables: { ...Environment.Variables, AWS_ENDPOINT_URL: emulator.endpoint },
      logFormat: 'JSON',
    },
  }
}

/** The emulated S3 and the local Lambda, as an execution uses them. */
export interface DeployedAccount extends Account, Disposable {
  /** How often the function was invoked, whether it was started or not. */
  readonly attempts: () => number
  readonly peakConcurrency: () => number
}

export function accountOf(
  { endpoint }: Emulator,
  { functionArn, settings: { name } }: Pick<DeployedFanOut, 'functionArn' | 'settings'>,
  lambda: LocalLambda,
): DeployedAccount {
  const s3 = new S3Client({ ...clientOf(endpoint, 'eu-central-1'), forcePathStyle: true })
  let [attempts, running, peak] = [0, 0, 0]
  return {
    attempts: () => attempts,
    peakConcurrency: () => peak,
    async read(Bucket, Key) {
      try {
        return await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },
    async write(Bucket, Key, text) {
      // An empty text would be taken for a stream of unknown length.
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(text) }))
    },
    async invoke(resource, payload) {
      if (resource !== functionArn) throw new Error(`expected the function ${functionArn}, got ${resource}`)
      attempts++
      peak = Math.max(peak, ++running)
      try {
        return await invoked(lambda, name, payload)
      } finally {
        running--
      }
    },
    [Symbol.dispose]: () => s3.destroy(),
  }
}

/** What a function answers. Rejects with a StatesError, named as Step Functions names what Lambda answers it. */
async function invoked(lambda: LocalLambda, name: string, payload: Json): Promise<Json> {
  try {
    const { answer } = await lambda.invoke(name, { payload: Buffer.from(JSON.stringify(payload)) })
    const text = answer.payload.toString()
    if (answer.error) throw new StatesError(answer.error.errorType, text)
    return JSON.parse(text) as Json
  } catch (error) {
    if (!(error instanceof InvocationRefused) || error.reason !== 'throttled') throw error
    throw new StatesError('Lambda.TooManyRequestsException', error.message)
  }
}

/** Puts the address of a webhook where the function looks for it, which takes itself to be in the region of the lab. */
export async function setWebhook({ endpoint }: Emulator, SecretString: string): Promise<void> {
  const client = new SecretsManagerClient(clientOf(endpoint, LAB_REGION))
  try {
    await client
      .send(new CreateSecretCommand({ Name: WEBHOOK_SECRET, SecretString }))
      .catch(() => client.send(new PutSecretValueCommand({ SecretId: WEBHOOK_SECRET, SecretString })))
  } finally {
    client.destroy()
  }
}

function clientOf(endpoint: string, region: string) {
  return { endpoint, region, credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' } }
}
