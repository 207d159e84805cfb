import type { Facts } from './facts.ts'
import { type Finding, finding } from './finding.ts'

const NEEDED_BY = 'only by utakata ab, utakata xray and npm run deploy'
const PERHAPS = 'perhaps by the shared config file, which is not read here'

export function checkCredentials({ aws: { credentials, hasConfigFile } }: Facts): Finding {
  const none = hasConfigFile ? PERHAPS : 'none found; a role of the machine is not asked for'
  return finding('AWS credentials', credentials.length > 0 ? 'ok' : 'look', {
    found: credentials.length > 0 ? `present, from ${credentials.join(', ')}` : none,
    advice: `needed ${NEEDED_BY}: ${hasConfigFile ? 'see aws configure list' : 'aws configure, or aws configure sso'}`,
  })
}

export function checkRegion({ aws: { hasRegion, hasConfigFile } }: Facts): Finding {
  return finding('AWS region', hasRegion ? 'ok' : 'look', {
    found: hasRegion ? 'present, from the environment' : hasConfigFile ? PERHAPS : 'none found',
    advice: `needed ${NEEDED_BY}: set AWS_REGION, or a region in the profile`,
  })
}

export function checkWebhook({ webhook }: Facts): Finding {
  return finding('Slack webhook', webhook === 'an address' ? 'ok' : 'look', {
    found:
      webhook === 'absent'
        ? 'SLACK_WEBHOOK_URL is not set'
        : `SLACK_WEBHOOK_URL is set${webhook === 'an address' ? '' : ', but to no http: or https: address'}`,
    advice: 'only utakata run needs it, and not with --dry-run',
  })
}
