import { GetAliasCommand, type LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda'

/** Where an alias leads: to a version and, by its weight, to a second one. */
export interface AliasTarget {
  readonly version: string
  readonly routing?: { readonly version: string; readonly weight: number } | undefined
}

export interface KnownAlias extends AliasTarget {
  /** Another one after each change of the alias. */
  readonly revision: string | undefined
}

/** Rejects with what AWS answers. `called`: the name of the function, or its ARN. */
export async function readAlias(client: LambdaClient, called: string, alias: string): Promise<KnownAlias> {
  const answer = await client.send(new GetAliasCommand({ FunctionName: called, Name: alias }))
  const [second] = Object.entries(answer.RoutingConfig?.AdditionalVersionWeights ?? {})
  return {
    version: answer.FunctionVersion ?? '',
    ...(second && { routing: { version: second[0], weight: second[1] } }),
    revision: answer.RevisionId,
  }
}

/** Moves an alias, as long as it is what was read. Rejects with what AWS answers. */
export async function moveAlias(
  client: LambdaClient,
  called: string,
  { alias, to, revision }: { readonly alias: string; readonly to: AliasTarget; readonly revision: string | undefined },
): Promise<void> {
  const { version, routing } = to
  await client.send(
    new UpdateAliasCommand({
      FunctionName: called,
      Name: alias,
      FunctionVersion: version,
      // Without it a second version would stay.
      RoutingConfig: { AdditionalVersionWeights: routing ? { [routing.version]: routing.weight } : {} },
      RevisionId: revision,
    }),
  )
}

export function isSameTarget(a: AliasTarget, b: AliasTarget): boolean {
  return a.version === b.version && a.routing?.version === b.routing?.version && a.routing?.weight === b.routing?.weight
}
