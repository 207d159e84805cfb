import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda'
import { withKnownEndpoint } from '../client/endpoint.ts'

/**
 * A client that changes functions. The SDK may try again by itself, above all when AWS throttles: a change names the revision
 * that it changes, so that it is made once. Whatever is not given comes from where the SDK looks for it.
 */
export function createControlClient(config: Omit<LambdaClientConfig, 'requestHandler'> = {}): LambdaClient {
  return withKnownEndpoint(
    new LambdaClient({
      maxAttempts: 5,
      retryMode: 'standard',
      ...config,
      // Without `throwOnRequestTimeout` the SDK only warns of a service that takes a request and never answers.
      requestHandler: { connectionTimeout: 5000, requestTimeout: 20_000, throwOnRequestTimeout: true },
    }),
  )
}
