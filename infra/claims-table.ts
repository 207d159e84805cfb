import { randomUUID } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CLAIM_VERSION, type Claims, REMEMBERED_MS } from '../strategies/claim.ts'
import { CLIENT } from './aws.ts'

/**
 * The attributes of the table: its key, whose the claim is, when DynamoDB may delete it, in epoch seconds, and CLAIM_VERSION, which
 * claims of version 1 do not have.
 */
export const CLAIM = { key: 'claim', owner: 'owner', until: 'until', version: 'version' } as const

/** How long a claim is tried to be given back, and how long once the function's time is nearly over. */
const PATIENCE_MS = 10_000
const HASTE_MS = 500

/**
 * Claims kept in a DynamoDB table, by a conditional put. The SDK sends a put again when no answer came, and the first one may have
 * been written: what its owner has already is its own. The client is loaded when the first occurrence is due.
 */
export function createTableClaims(table: string): Claims {
  const owner = randomUUID()
  const ours = { ':owner': { S: owner } }
  const load = () => import('@aws-sdk/client-dynamodb')
  let client: DynamoDBClient | undefined

  /** Whether it was there and ours. */
  const remove = async (key: string, signal: AbortSignal): Promise<boolean> => {
    const { ConditionalCheckFailedException, DeleteItemCommand } = await load()
    const command = new DeleteItemCommand({
      TableName: table,
      Key: { [CLAIM.key]: { S: key } },
      ConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': CLAIM.owner },
      ExpressionAttributeValues: ours,
    })
    try {
      await client?.send(command, { abortSignal: AbortSignal.timeout(signal.aborted ? HASTE_MS : PATIENCE_MS) })
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
    }
  }

  /** Whether a version that noted none has written it. One that still runs may do so later: nothing can hold it back. */
  const isEarlier = async (key: string, signal: AbortSignal): Promise<boolean> => {
    const { GetItemCommand } = await load()
    const get = new GetItemCommand({ TableName: table, Key: { [CLAIM.key]: { S: key } }, ConsistentRead: true })
    const { Item } = await client!.send(get, { abortSignal: signal })
    return Item !== undefined && Item[CLAIM.version] === undefined
  }

  return {
    async take({ key, earlierKeys, startMs }, signal) {
      const { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } = await load()
      client ??= new DynamoDBClient(CLIENT)
      const earlier = await Promise.all(earlierKeys.map((one) => isEarlier(one, signal)))
      if (earlier.includes(true)) return false
      // By the clock of AWS, which is right; a run for a time long past is remembered too.
      const untilMs = Math.max(startMs, Date.now()) + REMEMBERED_MS
      const put = new PutItemCommand({
        TableName: table,
        Item: {
          [CLAIM.key]: { S: key },
          [CLAIM.owner]: { S: owner },
          [CLAIM.until]: { N: String(Math.ceil(untilMs / 1000)) },
          [CLAIM.version]: { N: String(CLAIM_VERSION) },
        },
        ConditionExpression: 'attribute_not_exists(#key) or #owner = :owner',
        ExpressionAttributeNames: { '#key': CLAIM.key, '#owner': CLAIM.owner },
        ExpressionAttributeValues: ours,
      })
      try {
        await client.send(put, { abortSignal: signal })
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        if (wasAnswered(error)) throw error
        // It may have been written, though no answer came, or be written yet.
        const why = await remove(key, signal).then(
          (wasThere) => (wasThere ? undefined : 'no answer came'),
          (cause: unknown) => nameOf(cause),
        )
        throw why === undefined ? error : new Error(`${nameOf(error)}; it may stay claimed: ${why}`, { cause: error })
      }
    },
    async release(key, signal) {
      // One that is another run's, or nobody's, is not ours to give back.
      await remove(key, signal)
    },
    async close() {
      client?.destroy()
    },
  }
}

/** Whether DynamoDB said no: then nothing was written. */
function wasAnswered(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { readonly httpStatusCode?: number } }
  const status = $metadata?.httpStatusCode ?? 0
  return status >= 400 && status < 500
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error)
}
