import { CloudWatchLogsClient, type CloudWatchLogsClientConfig } from '@aws-sdk/client-cloudwatch-logs'
import { withKnownEndpoint } from '../client/endpoint.ts'

/**
 * A client that asks CloudWatch Logs once a call; the back-off is ours, as for X-Ray. Region, credentials and endpoint come from where the
 * SDK looks for them, such as AWS_REGION and AWS_ENDPOINT_URL_CLOUDWATCH_LOGS, unless `config` names them.
 */
export function createLogsClient(
  config: Omit<CloudWatchLogsClientConfig, 'maxAttempts' | 'retryMode'> = {},
): CloudWatchLogsClient {
  return withKnownEndpoint(
    new CloudWatchLogsClient({
      // Without `throwOnRequestTimeout` the SDK only warns of a service that takes a request and never answers.
      requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true },
      ...config,
      maxAttempts: 1,
      retryMode: 'standard',
    }),
  )
}
