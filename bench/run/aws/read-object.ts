import { UserError } from '../../io/user-error.ts'
import { explainAwsError } from './client/explain-aws-error.ts'

/** Reads an object of S3, named `s3://BUCKET/KEY`, as text. Rejects with a UserError where it is larger than this, or AWS refuses. */
export async function readObject(address: string, mostBytes: number): Promise<string> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? []
  if (Bucket === undefined || Key === undefined) throw new UserError('not-an-object', { given: address })
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const client = new S3Client({})
  try {
    const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand({ Bucket, Key }))
    if (ContentLength > mostBytes) throw new UserError('object-too-large', { given: address, mostBytes })
    return (await Body?.transformToString()) ?? ''
  } catch (error) {
    throw explainAwsError(error, { service: 'S3', action: 'GetObject', of: address }) ?? error
  } finally {
    client.destroy()
  }
}
