import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { Io } from '../../cli/io.ts'
import { loggerOf } from '../../cli/logger.ts'
import { isPackage, ROOT } from '../../io/installation.ts'
import { noteOnFanOut } from './fan-out-room.ts'

const CDK = fileURLToPath(moduleBeside('../../../infra/cdk', import.meta.url))

/** `utakata cdk`: deploys the functions, or what else the CDK is to do with them; it prints for itself. Gives the exit code. */
export async function cdkCommand(action: string, given: readonly string[], _: object, io: Io): Promise<number> {
  const { env, cwd, signals } = io
  // Nothing but a deploy may cost a request.
  const note =
    action === 'deploy' ? await noteOnFanOut(given, { folder: isPackage ? cwd : fileURLToPath(ROOT), env }) : undefined
  if (note !== undefined) loggerOf({}, io.stderr).note(note)
  const child = spawn(process.execPath, [CDK, action, ...given], { stdio: 'inherit', env, cwd })
  // It decides itself what a signal means. Ctrl-C reaches both; the others may have been sent to this process alone.
  const ignore = () => {}
  const handOn = (name: NodeJS.Signals) => child.kill(name)
  signals.on('SIGINT', ignore)
  for (const name of HANDED_ON) signals.on(name, handOn)
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    return code ?? EXIT.usage
  } finally {
    signals.off('SIGINT', ignore)
    for (const name of HANDED_ON) signals.off(name, handOn)
  }
}

const HANDED_ON = ['SIGTERM', 'SIGHUP'] as const
