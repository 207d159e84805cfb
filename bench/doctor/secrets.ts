import { join } from 'node:path'
import type { AwsFacts, CredentialSource, WebhookFact } from '../io/findings.ts'

/** The environment of a process, and what can be asked of its files without reading them. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly exists: (file: string) => boolean
}

/** Where the AWS clients would look for credentials and a region. Source: AWS SDKs and Tools Reference Guide, "Settings reference". */
export function awsFacts({ env, home, exists }: Surroundings): AwsFacts {
  const has = (...names: string[]) => names.every((name) => Boolean(env[name]))
  const sources: [CredentialSource, boolean][] = [
    ['environment', has('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')],
    ['web-identity', has('AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN')],
    ['container-role', has('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') || has('AWS_CONTAINER_CREDENTIALS_FULL_URI')],
    ['credentials-file', exists(env.AWS_SHARED_CREDENTIALS_FILE || join(home, '.aws', 'credentials'))],
  ]
  return {
    credentials: sources.flatMap(([source, isThere]) => (isThere ? source : [])),
    hasRegion: has('AWS_REGION'),
    hasConfigFile: exists(env.AWS_CONFIG_FILE || join(home, '.aws', 'config')),
  }
}

/** Whether there is a webhook to post to, as `utakata run` takes it. */
export function webhookFact({ env: { SLACK_WEBHOOK_URL: url } }: Pick<Surroundings, 'env'>): WebhookFact {
  if (!url) return 'absent'
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? 'an address' : 'no address'
}
