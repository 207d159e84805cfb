import type { WriteStream } from 'node:tty'
import { escapeControlCharacters } from '../io/escape-control-characters.ts'
import type { Plan } from '../plan/plan.ts'
import { formatNumber } from '../report/format.ts'
import { widthOf } from '../report/table.ts'
import type { Trial } from '../trial/trial.ts'
import { drawRace } from './race-lines.ts'
import { canDraw } from '../cli/can-draw.ts'
import type { Voice } from '../cli/voice.ts'

/** Told between runs: drawing is work on a core that is being measured. */
export interface Progress {
  readonly warming: (fork: number) => void
  readonly ended: (trial: Trial) => void
  readonly clear: () => void
}

/** What of a stream is drawn on. */
type Screen = Pick<WriteStream, 'isTTY' | 'columns' | 'rows' | 'write'>

export interface ProgressOptions {
  readonly voice: Voice
  /** Of the process, such as `CI` and `TERM`. */
  readonly env?: NodeJS.ProcessEnv
}

/**
 * On a terminal a line a strategy, drawn anew after each round; elsewhere, and where a terminal has no room or cannot draw anew, a line
 * a fork. Never by a timer: a spinner is work, too.
 */
export function createProgress(plan: Plan, screen: Screen, { voice, env = process.env }: ProgressOptions): Progress {
  if (voice.isQuiet) return { warming() {}, ended() {}, clear() {} }
  if (voice.isVerbose) return eachRun(plan, screen)
  return canDraw(screen, env) && hasRoom(plan, screen) ? drawn(plan, screen) : plain(plan, screen)
}

/** Names, a median and some bars; and all lines at once. */
function hasRoom({ arms }: Plan, { columns, rows }: Screen): boolean {
  const longest = Math.max(...arms.map(({ name }) => widthOf(name)))
  return columns >= longest + 30 && rows > arms.length + 2
}

function plain({ looks }: Plan, screen: Screen): Progress {
  return {
    warming(fork) {
      screen.write(`fork ${fork} of ${looks.at(-1)!.forks}\n`)
    },
    ended() {},
    clear() {},
  }
}

function eachRun(plan: Plan, screen: Screen): Progress {
  return {
    ...plain(plan, screen),
    ended({ arm, fork, round, phase, makespanMs, faults }) {
      const failed = faults.length > 0 ? `: ${faults.join('; ')}` : ''
      const line = `fork ${fork}, ${phase} ${round}, ${arm}: ${formatNumber(makespanMs)} ms${failed}`
      screen.write(`${escapeControlCharacters(line)}\n`)
    },
  }
}

function drawn({ scenario, arms, looks }: Plan, screen: Screen): Progress {
  const { rounds } = scenario.plan
  const forks = looks.at(-1)!.forks
  const names = arms.map(({ name }) => name)
  const makespansMs = new Map<string, (number | undefined)[]>(names.map((name) => [name, []]))
  const beganMs = performance.now()
  let inRound = 0

  const draw = (fork: number, round: number) => {
    const share = ((fork - 1) * (rounds + 1) + round) / (forks * (rounds + 1))
    const elapsedMs = performance.now() - beganMs
    const leftMs = share > 0.03 ? { leftMs: (elapsedMs * (1 - share)) / share } : {}
    const lines = drawRace(
      { arms: names, fork, forks, round, rounds, makespansMs, ...leftMs },
      (screen.columns || 80) - 1,
    )
    // Back to where it began: whatever else is told is told there, and the rest is wiped out with the next drawing.
    screen.write(`${ERASE}${lines.join('\n')}\r\u001B[${lines.length - 1}A`)
  }
  return {
    warming: (fork) => draw(fork, 0),
    ended({ arm, fork, round, phase, makespanMs, faults }) {
      if (phase !== 'measured') return
      makespansMs.get(arm)?.push(faults.length === 0 ? makespanMs : undefined)
      if (++inRound < arms.length) return
      inRound = 0
      draw(fork, round)
    },
    clear() {
      screen.write(ERASE)
    },
  }
}

/** From the cursor to the end of the screen. */
const ERASE = '\r\u001B[0J'
