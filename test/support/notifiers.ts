import { addressesOf, WORLD_NOW_MS, WORLD_WINDOW } from '../../mock-server/world.ts'
import type { AwsServices } from './aws-services.ts'
import { type Container, startFunction, theBundle } from './functions.ts'
import type { Served } from '../../bench/run/contract/running.ts'

/** The event of a schedule. */
export const SCHEDULED = { scheduled: new Date(WORLD_NOW_MS).toISOString() }

const WITHIN = `${(WORLD_WINDOW.untilMs - WORLD_WINDOW.fromMs) / 60_000}m`

/** The notifier of a world whose feeds and webhook are in the configuration. */
export async function aNotifier(server: Served, aws: AwsServices, variables = {}): Promise<Container> {
  const { feeds, slack } = addressesOf(server.world, server.origin, 'f0/r1')
  aws.parameters.set('/utakata/feeds', feeds.join('\n'))
  aws.secrets.set('webhook', slack)
  const own = { FEEDS: 'ssm:/utakata/feeds', WEBHOOK_SECRET: 'webhook', CLAIMS_TABLE: 'claims', WITHIN }
  return startFunction(await theBundle(), { entry: 'notifier', variables: { ...aws.variables, ...own, ...variables } })
}
