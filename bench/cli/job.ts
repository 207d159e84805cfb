import { type Command, Option } from 'commander'
import { strategies } from '../../strategies/index.ts'
import { setting } from './options.ts'
import { manual } from './man-page.ts'
import type { Run } from './run.ts'

/** Commands of the job itself, and its world. */
export function defineJobCommands(program: Command, run: Run): void {
  program
    .command('notify')
    .description('do the whole job once, on your calendars and your Slack webhook')
    .argument('[feeds...]', 'addresses of calendars, each optionally as name=address')
    .option('--feeds <file>', 'a file with one address a line, optionally as name = address')
    .option('--within <duration>', 'how soon is soon', '30m')
    .option(
      '--slack <address>',
      'the webhook; on a shared machine others can see it in ps, so prefer SLACK_WEBHOOK_URL',
    )
    .addOption(
      new Option('--strategy <name>', 'the order of the work').choices(Object.keys(strategies)).default('pipelined'),
    )
    .option('--concurrency <number>', 'most fetches in flight')
    .option('--threads <number>', 'threads, for the strategies that have them')
    .option('--zone <name>', 'time zone of floating times and all-day dates', 'UTC')
    .option('--now <instant>', 'take this instant for now, such as 2026-01-15T09:00:00Z; UTC where it names no offset')
    .option('--deadline <duration>', 'give up what is not done by then', '15m')
    .option(
      '--max-bytes <size>',
      'what bodies may take of memory together, such as 256MB; a quarter of the memory, at most 512MB, by default',
    )
    .option('--once <file>', 'remember in this file what was sent, and send nothing twice, however often it comes up')
    .option('--dry-run', 'send nothing, show what would be sent')
    .option('--json', 'print the outcomes as JSON')
    .addHelpText(
      'after',
      manual([
        'utakata notify --feeds feeds.txt --within 30m --dry-run',
        'SLACK_WEBHOOK_URL=... utakata notify --feeds feeds.txt --concurrency 50',
      ]),
    )
    .action(run('notify'))

  program
    .command('due')
    .description('show what is due in calendar files')
    .argument('<files...>', 'calendar files; - for standard input')
    .option('--now <instant>', 'take this instant for now, such as 2026-01-15T09:00:00Z; UTC where it names no offset')
    .option('--within <duration>', 'how soon is soon', '30m')
    .option('--zone <name>', 'time zone of floating times and all-day dates', 'UTC')
    .addOption(
      new Option(
        '--explain <event>',
        'why an event is due or not: its UID, part of its title, or "line 12", a line of it',
      ).conflicts('json'),
    )
    .option('--json', 'print occurrences and problems as JSON')
    .addHelpText(
      'after',
      manual(
        [
          'utakata due team.ics --now 2026-01-15T09:00:00Z --within 8h',
          'utakata due team.ics --explain "stand-up"',
          'curl -s https://example.com/team.ics | utakata due - --within 1d',
        ],
        'What starts from --now on and before --within is over is due. All times are shown in UTC.',
      ),
    )
    .action(run('due'))

  program
    .command('mock')
    .description('serve a mock world of feeds and Slack until stopped')
    .argument('[scenario]', 'a scenario, for its world', 'demo')
    .addOption(setting())
    .option('--port <number>', 'the port; a free one by default')
    .option('--https', 'over HTTPS, with a throw-away certificate authority')
    .option(
      '--ca-file <file>',
      'where to write the certificate authority, for NODE_EXTRA_CA_CERTS',
      'utakata-mock-ca.pem',
    )
    .addHelpText('after', manual(['utakata mock typical --port 8080']))
    .action(run('mock'))
}
