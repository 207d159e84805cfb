import {
  GetAliasCommand,
  type LambdaClient,
  PreconditionFailedException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda'
import { UserError } from '../../../io/user-error.ts'

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

/** Moves an alias, as long as it is what was read. Throws a UserError where somebody else has moved it; rejects with what else AWS answers. */
export async function moveAlias(
  client: LambdaClient,
  called: string,
  { alias, to, revision }: { readonly alias: string; readonly to: AliasTarget; readonly revision: string | undefined },
): Promise<void> {
  const { version, routing } = to
  try {
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
  } catch (error) {
    if (!(error instanceof PreconditionFailedException)) throw error
    // An earlier request whose answer was lost may have moved it.
    if (!isSameTarget(await readAlias(client, called, alias), to))
      throw new UserError('alias-moved', { name: called.split(':').at(-1)!, alias }, { cause: error })
  }
}

/** AWS may round weights. */
const WEIGHT_TOLERANCE = 1e-6

export function isSameTarget(a: AliasTarget, b: AliasTarget): boolean {
  return (
    a.version === b.version &&
    a.routing?.version === b.routing?.version &&
    Math.abs((a.routing?.weight ?? 0) - (b.routing?.weight ?? 0)) < WEIGHT_TOLERANCE
  )
}
