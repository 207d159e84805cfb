import type { LabKey } from '../../bench/run/lab/access/access-key.ts'

/** The head of a request as AWS's clients sign it, as far as a lab looks at it. */
export function signedBy({ accessKeyId }: Pick<LabKey, 'accessKeyId'>): { readonly authorization: string } {
  const credential = `${accessKeyId}/20260115/us-east-1/lambda/aws4_request`
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=0` }
}
