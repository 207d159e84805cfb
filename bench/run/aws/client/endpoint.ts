import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { XRayClient } from '@aws-sdk/client-xray'

type Client = CloudWatchLogsClient | LambdaClient | XRayClient

/** Where a client finds a service: a region, and the address where it is not AWS's own. */
export interface AwsEndpoint {
  readonly region: string
  readonly endpoint?: string | undefined
}

/** Where each client's last request went. */
const addresses = new WeakMap<Client, string>()

/** The client, whose address is known from its first request on: the SDK does not show what it read from variables and files. */
export function withKnownEndpoint<C extends Client>(client: C): C {
  client.middlewareStack.add(
    (next) => (args) => {
      const { protocol, hostname, port } = args.request as { protocol: string; hostname: string; port?: number }
      addresses.set(client, `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`)
      return next(args)
    },
    { step: 'build' },
  )
  return client
}

export async function endpointOf(client: Client): Promise<AwsEndpoint> {
  const region = await client.config.region()
  const endpoint = addresses.get(client)
  const isAws = endpoint === undefined || /\.(amazonaws\.com(\.cn)?|api\.aws)(:\d+)?$/.test(endpoint)
  return isAws ? { region } : { region, endpoint }
}

/** What answers on this machine is not AWS, whatever it calls itself. */
export function targetOf({ endpoint = '' }: AwsEndpoint): 'lab' | 'aws' {
  const host = URL.parse(endpoint)?.hostname ?? ''
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host) ? 'lab' : 'aws'
}
