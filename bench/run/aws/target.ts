import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { Taken } from '../../../mock-server/main.ts'
import { currentLoad } from '../../trial/environment.ts'
import type { ScenarioWorld } from '../../scenario/scenario.ts'
import { strategies } from '../../../strategies/index.ts'
import { serverSide } from '../server-side.ts'
import { idealMs } from '../../model/virtual-clock.ts'
import type { Trial } from '../../trial/trial.ts'
import type { AbPlan } from './ab-plan.ts'
import { abTrial } from './ab-trial.ts'
import type { Target, Turn } from './drive.ts'
import { explainAwsError } from './client/explain-aws-error.ts'
import { invokeFunction } from './invoke.ts'
import type { Renewal } from './renewal.ts'

/** A mock server whose delivery record can be read between invocations. */
interface WatchedMock {
  readonly reset: () => Promise<void>
  readonly take: () => Promise<Taken | Error>
}

export interface TargetOptions {
  readonly plan: AbPlan
  readonly target: 'lab' | 'aws'
  readonly client: LambdaClient
  readonly renewal: Renewal
  /** What an invocation is asked. */
  readonly eventFor: (turn: Turn) => unknown
  readonly environment: Omit<Trial['environment'], 'load'>
  readonly emulationOf?: ((memoryMb: number) => Trial['emulation']) | undefined
  /** Only where it is asked by one invocation at a time. */
  readonly mock?: WatchedMock | undefined
  readonly world?: ScenarioWorld | undefined
  /** CPU time that each check is made to take. */
  readonly checkCpuMs?: number | undefined
}

/** Functions behind Lambda's API, deployed or local: only the endpoint differs. Rejects with a UserError where AWS refuses. */
export function createTarget(options: TargetOptions): Target {
  const { plan, target: place, client, renewal, eventFor, environment, emulationOf, mock, world, checkCpuMs } = options
  return {
    ...renewal,
    async take(turn, signal) {
      await mock?.reset()
      const invoked = await explained('Invoke', () =>
        invokeFunction(client, { name: turn.variant.function, version: turn.version }, eventFor(turn), signal),
      )
      const taken = await mock?.take()
      const emulation = emulationOf?.(turn.variant.memoryMb)
      return abTrial({
        plan,
        target: place,
        turn,
        invoked,
        environment: { ...environment, load: currentLoad() },
        ...(emulation && { emulation }),
        ...(taken && {
          server: (strategy, limits) =>
            serverSide(taken, (waits) => idealMs(strategies[strategy], limits, waits), checkCpuMs),
        }),
        world,
      })
    },
  }
}

/** Only here it is known what AWS was asked for. */
async function explained<T>(action: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw explainAwsError(error, { service: 'Lambda', action }) ?? error
  }
}
