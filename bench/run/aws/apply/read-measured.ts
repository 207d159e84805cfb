import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { MeasuredFunction } from './measured-functions.ts'

/** How a function is now. Rejects with what AWS answers. */
export async function readMeasured(client: LambdaClient, called: string): Promise<MeasuredFunction> {
  const answer = await client.send(new GetFunctionConfigurationCommand({ FunctionName: called }))
  const { FunctionName = '', FunctionArn = '', CodeSha256 = '', MemorySize = 0, RevisionId = '' } = answer
  const { Runtime, Handler, Timeout, Architectures = [], Layers = [], Environment } = answer
  return {
    name: FunctionName,
    arn: FunctionArn,
    codeSha256: CodeSha256,
    memoryMb: MemorySize,
    revision: RevisionId,
    lastModified: answer.LastModified ?? '',
    ...(Runtime !== undefined && { runtime: Runtime }),
    ...(Handler !== undefined && { handler: Handler }),
    ...(Timeout !== undefined && { timeoutS: Timeout }),
    ...(Architectures[0] !== undefined && { architecture: Architectures[0] }),
    layers: Layers.flatMap(({ Arn }) => Arn ?? []),
    variableNames: Object.keys(Environment?.Variables ?? {}).sort(),
  }
}
