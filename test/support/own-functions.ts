import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Bundle, buildBundle } from '../../infra/bundle.ts'
import { OWN_JOB } from '../../infra/environment.ts'
import { bundleOwnJob } from '../../infra/own-job-bundle.ts'
import { startServer, type MockServer } from '../../mock-server/server.ts'
import { aFolder } from './folders.ts'
import { type Container, startFunction } from './functions.ts'
import { jobText, ownScenario } from './own-jobs.ts'

let building: Promise<Bundle> | undefined

/** That of the orders, built once in a process of tests and taken away with it. */
export function theOwnBundle(): Promise<Bundle> {
  if (building !== undefined) return building
  const folder = mkdtempSync(join(tmpdir(), 'utakata-bundle-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'my-job.mjs'), jobText())
  return (building = buildBundle(join(folder, 'bundle'), { job: join(folder, 'my-job.mjs') }))
}

/** The folder of the bundle with that job of a user's own, in whose place another was built. */
export async function ownBundle(text: string): Promise<Pick<Bundle, 'folder'>> {
  const folder = join(aFolder(), 'bundle')
  cpSync((await theOwnBundle()).folder, folder, { recursive: true })
  const files = await bundleOwnJob(join(aFolder({ 'my-job.mjs': text }), 'my-job.mjs'))
  for (const { name, contents } of files) writeFileSync(join(folder, name), contents)
  return { folder }
}

export interface OwnFunction {
  readonly server: MockServer
  readonly container: Container
  /** An event for the mock world, at a place of it such as `f0/r1`. */
  readonly eventAt: (place: string) => { readonly world: object }
}

/** A function of a user's own job and a mock world of six orders, with six late lines, until the test ends. */
export async function anOwnFunction(
  bundle: Pick<Bundle, 'folder'>,
  {
    settings,
    variables,
    token,
  }: {
    readonly settings?: readonly string[]
    readonly variables?: Readonly<Record<string, string>>
    readonly token?: string
  } = {},
): Promise<OwnFunction> {
  const server = await startServer(ownScenario(undefined, settings).world, { token })
  onTestFinished(() => server.close())
  const container = await startFunction(bundle, { variables: { OWN_JOB, ...variables } })
  onTestFinished(() => container[Symbol.asyncDispose]())
  const eventAt = (place: string) => ({
    world: { itemsUrl: `${server.origin}/${place}/items.json`, ca: server.ca, token },
  })
  return { server, container, eventAt }
}
