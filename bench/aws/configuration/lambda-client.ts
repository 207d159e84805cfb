import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda'

/** Where a function is: a region, and an address where that is not AWS's own. */
export interface Place {
  readonly region: string
  readonly endpoint?: string | undefined
}

/**
 * A client that changes functions. The SDK may try again by itself, above all when AWS throttles: a change names the revision
 * that it changes, so that it is made once. Whatever is not given comes from where the SDK looks for it.
 */
export function createControlClient(config: Omit<LambdaClientConfig, 'requestHandler'> = {}): LambdaClient {
  return new LambdaClient({
    maxAttempts: 5,
    retryMode: 'standard',
    ...config,
    // Without `throwOnRequestTimeout` the SDK only warns of a service that takes a request and never answers.
    requestHandler: { connectionTimeout: 5000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  })
}

/** Where a client finds functions; only certain once it has asked for something, since then it knows its variables. */
export async function placeOf({ config }: LambdaClient): Promise<Place> {
  const region = await config.region()
  const endpoint = await config.endpoint?.()
  if (!endpoint) return { region }
  const { protocol, hostname, port, path } = endpoint
  return { region, endpoint: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}` }
}
