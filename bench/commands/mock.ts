import { type MockServer, type ServerOptions, startServer } from '../../mock-server/server.ts'
import { addressesOf, WORLD_NOW_MS } from '../../mock-server/world.ts'
import { EXIT } from '../cli/exit-code.ts'
import { readScenario } from '../scenario/file.ts'
import { hasOwnItems } from '../scenario/scenario.ts'
import { UserError } from '../io/user-error.ts'
import { writeNamed, writeWhole } from '../io/write-whole.ts'
import { untilInterrupt } from '../cli/interrupt.ts'
import { parsePort } from '../cli/values.ts'
import { type Io, pathIn } from '../cli/io.ts'
import { scenarioIn } from './race/bench-plan.ts'
import { startTexts, stoppingTexts } from '../report/messages/commands.ts'

export interface MockCommandOptions {
  readonly set?: readonly string[]
  readonly port?: string
  readonly https?: boolean
  readonly caFile?: string
}

/** `utakata mock`: serves a world until stopped. Gives the exit code. */
export async function mockCommand(name: string, options: MockCommandOptions, io: Io): Promise<number> {
  const caFile = pathIn(io, options.caFile ?? 'utakata-mock-ca.pem')
  const scenario = readScenario(scenarioIn(io, name), options.set)
  // Names of many hosts mean nothing to other programs on this machine.
  const world = { ...scenario.world, hosts: 'one' as const, https: options.https ?? false }
  const port = parsePort(options.port)
  const server = await start(world, { port, compares: scenario.deliveries })
  const { origin, ca } = server
  if (ca !== undefined) {
    try {
      // A name that nobody gave may be a link that somebody else has made.
      if (options.caFile === undefined) writeWhole(caFile, ca)
      else writeNamed(caFile, ca)
    } catch (error) {
      await server.close()
      throw new UserError('file-unwritable', {
        option: '--ca-file',
        file: caFile,
        system: (error as NodeJS.ErrnoException).code!,
      })
    }
  }
  const { name: called } = scenario
  const announced = { name: called, origin, caFile: ca === undefined ? undefined : caFile }
  const { count } = world.items
  const announcement = !hasOwnItems(scenario)
    ? startTexts.mockWorld({
        ...announced,
        feeds: count,
        slack: addressesOf(world, origin, 'f0/r1').slack,
        now: new Date(WORLD_NOW_MS).toISOString(),
      })
    : startTexts.mockWorldOfJob({ ...announced, items: count })
  await untilInterrupt(stoppingTexts.mockWorld, io, () => io.stdout.write(`${announcement}\n`))
  await server.close()
  return EXIT.done
}

interface Served {
  readonly port: number
  readonly compares: ServerOptions['compares']
}

async function start(world: Parameters<typeof startServer>[0], { port, compares }: Served): Promise<MockServer> {
  try {
    return await startServer(world, { port, compares })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      throw new UserError('port-taken', { port, system: code })
    }
    throw error
  }
}
