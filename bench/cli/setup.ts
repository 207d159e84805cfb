import { Argument, type Command } from 'commander'
import type { Output } from './io.ts'
import { manual } from './man-page.ts'
import { seed, setting } from './options.ts'
import type { Run } from './run.ts'

/** Commands that help to begin. */
export function defineSetupCommands(program: Command, run: Run, stdout: Output): void {
  program.commandsGroup('SETUP')
  program
    .command('init')
    .description('write a scenario and what it needs to start from, with comments')
    .argument('[folder]', 'folder to write to', '.')
    .option('--job', 'a job of your own in TypeScript, with samples and a scenario, in place of calendars')
    .option('--js', 'the same in JavaScript')
    .option('--force', 'overwrite existing files')
    .addHelpText('after', manual(['utakata init', 'utakata init --job my-benchmark']))
    .action(run('init'))

  program
    .command('record')
    .description('run a Node program of yours, and record how servers answer it')
    .argument('<command...>', 'the program and its arguments, after --')
    .option('-o, --output <file>', 'recording, which is added to if it is there', 'recording.jsonl')
    .addHelpText(
      'after',
      manual(
        ['utakata record -- node job.mjs', 'utakata record --output monday.jsonl -- npm start'],
        'Records delays, sizes and statuses of HTTP/1.1 requests by fetch, undici or node:http, with hosts as numbers: no addresses, headers or bodies. The exit code is that of the program.',
      ),
    )
    .action(run('record'))

  program
    .command('learn')
    .description('make a scenario from what servers were observed to do')
    .argument(
      '<files...>',
      'a recording of utakata, a HAR file, OTLP spans as JSON, X-Ray traces, or a CSV of host,delay_ms,bytes',
    )
    .option('-o, --output <dir>', 'folder for utakata.yaml and observed.jsonl', 'learned')
    .option('--items <n>', 'items of the scenario', '100')
    .addOption(seed())
    .option('--as-observed', 'keep times as observed: do not subtract the overhead of this machine')
    .option('--names', 'also write observed-hosts.json, with the name behind the number of each host')
    .option('--force', 'overwrite existing files')
    .option('--json', 'print how well the world fits as JSON')
    .addHelpText(
      'after',
      manual(
        ['utakata learn requests.csv', 'utakata learn monday.har tuesday.har --items 300 --output my-world'],
        'The files that it writes have no addresses, names or bodies: hosts are numbers. Only --names writes their names, to a file of its own. What cannot be used is counted and left out.',
      ),
    )
    .action(run('learn'))

  program
    .command('doctor')
    .description('check whether this machine is fit for measuring, and suggest what to fix')
    .option('--no-measure', 'skip the measurement of two equal copies, which takes about 10 s')
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      manual(
        ['utakata doctor --no-measure', 'utakata doctor --json'],
        'Credentials and webhooks are never shown, only whether there are any.',
      ),
    )
    .action(run('doctor'))

  program
    .command('mock')
    .description('serve mock feeds and a mock Slack webhook until Ctrl-C')
    .argument('[scenario]', 'scenario whose feeds are served', 'demo')
    .addOption(setting())
    .option('--port <number>', 'port (default: a free one)')
    .option('--https', 'use HTTPS, with a certificate authority made for this run')
    .option(
      '--ca-file <file>',
      'where to write that certificate authority, for NODE_EXTRA_CA_CERTS',
      'utakata-mock-ca.pem',
    )
    .addHelpText('after', manual(['utakata mock typical --port 8080']))
    .action(run('mock'))

  program
    .command('completion')
    .description('print a script that completes commands and options in your shell')
    .addArgument(new Argument('<shell>', 'shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      manual(
        ['source <(utakata completion bash)', 'source <(utakata completion zsh)', 'utakata completion fish | source'],
        'It completes the command utakata, which npm link adds to your PATH.',
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
