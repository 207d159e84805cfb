import { Argument, type Command } from 'commander'
import { manual } from './man-page.ts'
import type { Output } from './io.ts'
import type { Run } from './run.ts'

/** Commands that help to begin. */
export function defineOwnCommands(program: Command, run: Run, stdout: Output): void {
  program
    .command('init')
    .description('write a scenario and a list of feeds to begin with, both explained')
    .argument('[folder]', 'where', '.')
    .option('--force', 'overwrite what is there')
    .addHelpText('after', manual(['utakata init', 'utakata init my-benchmark']))
    .action(run('init'))

  program
    .command('completion')
    .description('print what makes a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      manual(
        ['source <(utakata completion bash)', 'source <(utakata completion zsh)', 'utakata completion fish | source'],
        'It completes the command utakata, which npm link puts in your path.',
      ),
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { wordsOf } = await import('./completion/words.ts')
      const draw = {
        bash: async () => (await import('./completion/bash.ts')).bashCompletion,
        zsh: async () => (await import('./completion/zsh.ts')).zshCompletion,
        fish: async () => (await import('./completion/fish.ts')).fishCompletion,
      }[shell]
      stdout.write((await draw())(wordsOf(program)))
    })
}
