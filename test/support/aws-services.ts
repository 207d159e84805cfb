import { answering, type Wire } from './wire.ts'

/** The services that a function calls, as far as it calls them, over their JSON protocols. */
export interface AwsServices extends Wire {
  /** By name; what is not there is not found. */
  readonly parameters: Map<string, string>
  /** When a parameter was last changed, in epoch milliseconds; an answer does not say it of the others. */
  readonly changed: Map<string, number>
  readonly secrets: Map<string, string>
  /** Items of the only table, by key. */
  readonly claims: Map<string, Item>
  /** What points the SDK's clients here. */
  readonly variables: Readonly<Record<string, string>>
  /** Accepts requests of `operation` and never answers them, having done it (`written`) or not. */
  readonly hang: (operation: string, how?: 'written') => void
  /** Answers with a failure in place of what `operation` (such as `PutItem`) would get. */
  readonly fail: (operation: string, status: number, type: string) => void
}

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>

interface OperationInput {
  readonly Name: string
  readonly SecretId: string
  readonly Item: Item
  readonly Key: Item
  readonly ConditionExpression: string
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues: Item
}

export async function awsServices(): Promise<AwsServices> {
  const parameters = new Map<string, string>()
  const changed = new Map<string, number>()
  const secrets = new Map<string, string>()
  const claims = new Map<string, Item>()
  const failing = new Map<string, readonly [status: number, type: string]>()
  const hanging = new Map<string, 'written' | undefined>()

  const operations: Readonly<Record<string, (input: OperationInput) => object | string>> = {
    GetParameter({ Name }) {
      if (!parameters.has(Name)) return 'ParameterNotFound'
      const LastModifiedDate = changed.has(Name) ? changed.get(Name)! / 1000 : undefined
      return { Parameter: { Value: parameters.get(Name), LastModifiedDate } }
    },
    GetSecretValue: ({ SecretId }) =>
      secrets.has(SecretId) ? { SecretString: secrets.get(SecretId) } : 'ResourceNotFoundException',
    GetItem: ({ Key }) => {
      const Item = claims.get(Key.claim!.S!)
      return Item ? { Item } : {}
    },
    PutItem({ Item, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }) {
      expectCondition(ConditionExpression, 'attribute_not_exists(#key) or #owner = :owner', ExpressionAttributeNames)
      const earlier = claims.get(Item.claim!.S!)
      if (earlier && earlier.owner!.S !== ExpressionAttributeValues[':owner']!.S)
        return 'ConditionalCheckFailedException'
      claims.set(Item.claim!.S!, Item)
      return {}
    },
    DeleteItem({ Key, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }) {
      expectCondition(ConditionExpression, '#owner = :owner', ExpressionAttributeNames)
      const earlier = claims.get(Key.claim!.S!)
      if (earlier?.owner!.S !== ExpressionAttributeValues[':owner']!.S) return 'ConditionalCheckFailedException'
      claims.delete(Key.claim!.S!)
      return {}
    },
  }

  const wire = await answering((response, { headers, body }) => {
    const [, operation = ''] = String(headers['x-amz-target']).split('.')
    if (hanging.has(operation)) {
      if (hanging.get(operation) === 'written') operations[operation]!(JSON.parse(body) as OperationInput)
      return
    }
    const failure = failing.get(operation)
    const result = failure ? failure[1] : operations[operation]!(JSON.parse(body) as OperationInput)
    const status = failure ? failure[0] : typeof result === 'string' ? 400 : 200
    response.writeHead(status, { 'content-type': headers['content-type'] ?? 'application/x-amz-json-1.0' })
    response.end(JSON.stringify(typeof result === 'string' ? { __type: result, message: 'as planned' } : result))
  })
  return {
    ...wire,
    parameters,
    changed,
    secrets,
    claims,
    variables: { AWS_ENDPOINT_URL: wire.origin },
    hang: (operation, how) => hanging.set(operation, how),
    fail: (operation, status, type) => failing.set(operation, [status, type]),
  }
}

/** What these services do without looking is only right under the condition of their requests. */
function expectCondition(condition: string, known: string, names: Readonly<Record<string, string>>): void {
  if (condition !== known || names['#owner'] !== 'owner')
    throw new Error(`expected the condition ${known}, got ${condition} with ${JSON.stringify(names)}`)
}
