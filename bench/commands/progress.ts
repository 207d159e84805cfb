import type { WriteStream } from 'node:tty'
import type { Plan } from '../plan.ts'
import { formatDuration } from '../report/format.ts'
import type { Trial } from '../trial.ts'

export interface Progress {
  readonly warming: (fork: number) => void
  readonly ended: (trial: Trial) => void
  readonly clear: () => void
}

const BAR = 24

/**
 * One line on a terminal, drawn anew after each round; elsewhere a line a fork. Never by a timer: a spinner is work on a
 * core that is being measured.
 */
export function createProgress({ scenario, arms, looks }: Plan, stream: WriteStream): Progress {
  const forks = looks.at(-1)!.forks
  const beganMs = performance.now()
  const steps = scenario.plan.rounds + 1
  let inRound = 0

  const draw = (done: number, what: string) => {
    if (!stream.isTTY) return
    const share = done / (forks * steps)
    const left =
      share > 0.03 ? `, ${formatDuration(((performance.now() - beganMs) * (1 - share)) / share)} left at most` : ''
    const full = Math.round(share * BAR)
    const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${what}${left}`
    stream.write(`\r\u001B[2K${line.slice(0, Math.max(20, stream.columns - 1))}`)
  }

  return {
    warming(fork) {
      if (stream.isTTY) draw((fork - 1) * steps, `fork ${fork} of ${forks}: warming up`)
      else stream.write(`fork ${fork} of ${forks}\n`)
    },
    ended({ fork, round, phase }) {
      if (phase !== 'measured' || ++inRound < arms.length) return
      inRound = 0
      draw((fork - 1) * steps + 1 + round, `fork ${fork} of ${forks}: round ${round} of ${scenario.plan.rounds}`)
    },
    clear() {
      if (stream.isTTY) stream.write('\r\u001B[2K')
    },
  }
}
