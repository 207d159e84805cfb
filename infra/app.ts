/** The CDK app that cdk.json names, which takes what to deploy from `-c KEY=VALUE` and from the context of cdk.json. */
import { rmSync } from 'node:fs'
import { extname, join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api'
import { buildBundle } from './bundle.ts'
import { buildMockWorld } from './mock-bundle.ts'
import { notesOn } from './notes.ts'
import { Refusal } from './refusal.ts'
import { readSettings, refuseUnknown } from './settings.ts'
import { UtakataStack } from './stack.ts'

const isPackage = extname(import.meta.url) === '.js'
const app = new App({ analyticsReporting: false, context: CURRENTLY_RECOMMENDED_FLAGS })
const out = join(app.outdir, 'bundle')
// So that nobody takes an earlier template for the one that was refused.
rmSync(join(app.outdir, 'utakata.template.json'), { force: true })
try {
  const context = app.node.getAllContext()
  // In a project of the user's own, cdk.json may be that of another app; what is given with -c is refused before.
  if (!isPackage) refuseUnknown(Object.keys(context))
  const settings = readSettings(context)
  for (const note of notesOn(settings)) console.error(`Note: ${note}`)
  const { job, variables } = settings
  const bundle = await buildBundle(join(out, 'functions'), { mapsFolder: join(out, 'maps'), job, variables })
  const mockWorld = settings.mock && {
    folder: await buildMockWorld(join(out, 'mock-world'), settings.mock.worldFile),
    hours: settings.mock.hours,
    zone: settings.mock.zone,
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
