/** The CDK app: `cdk --app 'node infra/app.ts'`, told what to deploy with `-c KEY=VALUE`. */
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api'
import { buildBundle } from './bundle.ts'
import { buildMockWorld } from './mock-bundle.ts'
import { Refusal } from './refusal.ts'
import { readSettings } from './settings.ts'
import { UtakataStack } from './stack.ts'

const app = new App({ analyticsReporting: false, context: CURRENTLY_RECOMMENDED_FLAGS })
const out = join(app.outdir, 'bundle')
try {
  const settings = readSettings(app.node.getAllContext())
  const bundle = await buildBundle(join(out, 'functions'), join(out, 'maps'))
  const mockWorld = settings.mock && {
    folder: await buildMockWorld(join(out, 'mock-world'), settings.mock.worldFile),
    hours: settings.mock.hours,
  }
  new UtakataStack(app, 'utakata', {
    settings,
    bundle,
    mockWorld,
    description: 'utakata: one job in interchangeable strategies, each a function',
  })
  app.synth()
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(`-c ${error.message}`)
  process.exitCode = 1
}
