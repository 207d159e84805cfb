import { type JsonObject, textIn } from '../../../io/json-fields.ts'
import { readObjects } from './request.ts'

/** The rule that each account has. Source: AWS X-Ray Developer Guide, "Configuring sampling rules". */
const DEFAULT_RULE = {
  RuleName: 'Default',
  RuleARN: 'arn:aws:xray:us-east-1:000000000000:sampling-rule/Default',
  ResourceARN: '*',
  Priority: 10_000,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
} as const

/** After which time an SDK requests its targets again, and for which a quota is valid. */
const INTERVAL_SECONDS = 10

export function getSamplingRules(): JsonObject {
  return { SamplingRuleRecords: [{ SamplingRule: DEFAULT_RULE, CreatedAt: 0, ModifiedAt: 0 }] }
}

/** Grants the default rule its reservoir; a rule of another name is unprocessed. */
export function getSamplingTargets(body: JsonObject, nowMs: number): JsonObject {
  const names = readObjects(body, 'SamplingStatisticsDocuments').map((document) => textIn(document, 'RuleName') ?? '')
  const { RuleName, FixedRate, ReservoirSize } = DEFAULT_RULE
  return {
    SamplingTargetDocuments: names
      .filter((name) => name === RuleName)
      .map((name) => ({
        RuleName: name,
        FixedRate,
        ReservoirQuota: ReservoirSize,
        ReservoirQuotaTTL: Math.floor(nowMs / 1000) + INTERVAL_SECONDS,
        Interval: INTERVAL_SECONDS,
      })),
    LastRuleModification: 0,
    UnprocessedStatistics: names
      .filter((name) => name !== RuleName)
      .map((name) => ({ RuleName: name, ErrorCode: '400', Message: 'there is no such rule here' })),
  }
}
