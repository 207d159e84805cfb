import { XRayClient, type XRayClientConfig } from '@aws-sdk/client-xray'
import { withKnownEndpoint } from '../client/endpoint.ts'

/**
 * A client that asks X-Ray once a call. The back-off is ours (backoff.ts): the SDK's own retries would hide what was throttled
 * from the count, and each of ours would become three of theirs. Region, credentials and endpoint come from where the SDK
 * looks for them, such as AWS_REGION and AWS_ENDPOINT_URL_XRAY, unless `config` names them.
 */
export function createXRayClient(config: Omit<XRayClientConfig, 'maxAttempts' | 'retryMode'> = {}): XRayClient {
  return withKnownEndpoint(
    new XRayClient({
      // Without `throwOnRequestTimeout` the SDK only warns of a service that takes a request and never answers.
      requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true },
      ...config,
      // Said, or AWS_MAX_ATTEMPTS and AWS_RETRY_MODE would count; `adaptive` would also hold calls back by itself.
      maxAttempts: 1,
      retryMode: 'standard',
    }),
  )
}
