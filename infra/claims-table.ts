import { randomUUID } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Claims } from '../strategies/claim.ts'
import { CLIENT } from './aws.ts'

/** The attributes of the table: its key, whose the claim is, and when DynamoDB may forget it, in epoch seconds. */
export const CLAIM = { key: 'claim', owner: 'owner', until: 'until' } as const

/**
 * Claims kept in a DynamoDB table, by a conditional put. The SDK sends a put again when no answer came, and the first one may have
 * been written: what its owner has already is its own. The client is loaded when the first occurrence is due.
 */
export function createTableClaims(table: string): Claims {
  const owner = randomUUID()
  const ours = { ':owner': { S: owner } }
  const load = () => import('@aws-sdk/client-dynamodb')
  let client: DynamoDBClient | undefined

  return {
    async take(key, untilMs) {
      const { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } = await load()
      const put = new PutItemCommand({
        TableName: table,
        Item: {
          [CLAIM.key]: { S: key },
          [CLAIM.owner]: { S: owner },
          [CLAIM.until]: { N: String(Math.ceil(untilMs / 1000)) },
        },
        ConditionExpression: 'attribute_not_exists(#key) or #owner = :owner',
        ExpressionAttributeNames: { '#key': CLAIM.key, '#owner': CLAIM.owner },
        ExpressionAttributeValues: ours,
      })
      try {
        await (client ??= new DynamoDBClient(CLIENT)).send(put)
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },
    async release(key) {
      const { ConditionalCheckFailedException, DeleteItemCommand } = await load()
      const remove = new DeleteItemCommand({
        TableName: table,
        Key: { [CLAIM.key]: { S: key } },
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': CLAIM.owner },
        ExpressionAttributeValues: ours,
      })
      try {
        await client?.send(remove)
      } catch (error) {
        // It is another run's, or nobody's: not ours to give back.
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },
    async close() {
      client?.destroy()
    },
  }
}
