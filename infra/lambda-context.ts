/** What of Lambda's context a function uses. Source: AWS Lambda Developer Guide, "Using the Lambda context object". */
export interface LambdaContext {
  readonly functionName: string
  readonly getRemainingTimeInMillis: () => number
}
