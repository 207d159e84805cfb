import { randomUUID } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Claims } from '../strategies/claim.ts'
import { CLIENT } from './aws.ts'

/** The attributes of the table: its key, whose the claim is, and when DynamoDB may forget it, in epoch seconds. */
export const CLAIM = { key: 'claim', owner: 'owner', until: 'until' } as const

/** How long a claim is tried to be given back: also when a function's time is nearly over. */
const PATIENCE_MS = 500

/**
 * Claims kept in a DynamoDB table, by a conditional put. The SDK sends a put again when no answer came, and the first one may have
 * been written: what its owner has already is its own. The client is loaded when the first occurrence is due.
 */
export function createTableClaims(table: string): Claims {
  const owner = randomUUID()
  const ours = { ':owner': { S: owner } }
  const load = () => import('@aws-sdk/client-dynamodb')
  let client: DynamoDBClient | undefined

  const release = async (key: string) => {
    const { ConditionalCheckFailedException, DeleteItemCommand } = await load()
    const remove = new DeleteItemCommand({
      TableName: table,
      Key: { [CLAIM.key]: { S: key } },
      ConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': CLAIM.owner },
      ExpressionAttributeValues: ours,
    })
    try {
      await client?.send(remove, { abortSignal: AbortSignal.timeout(PATIENCE_MS) })
    } catch (error) {
      // It is another run's, or nobody's: not ours to give back.
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  }

  return {
    async take(key, untilMs, signal) {
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
        await (client ??= new DynamoDBClient(CLIENT)).send(put, { abortSignal: signal })
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        // It may have been written, though no answer came.
        await release(key).catch((cause: unknown) => {
          throw new Error(`${nameOf(error)}, and it may stay claimed: ${nameOf(cause)}`, { cause: error })
        })
        throw error
      }
    },
    release,
    async close() {
      client?.destroy()
    },
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error)
}
