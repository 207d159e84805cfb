import { type Command, Option } from 'commander'
import { strategies } from '../../strategies/index.ts'
import { manual } from './man-page.ts'
import type { Run } from './run.ts'

const within = () => new Option('--within <duration>', 'how far ahead to look').default('30m')
const zone = () => new Option('--zone <name>', 'time zone of floating times and all-day dates').default('UTC')
const now = () => new Option('--now <instant>', 'use this instant as now, such as 2026-01-15T09:00Z (UTC if no offset)')

/** Commands that do the job on a user's own calendars. */
export function defineCalendarCommands(program: Command, run: Run): void {
  program.commandsGroup('YOUR CALENDARS')
  program
    .command('notify')
    .description('run the job once: fetch your calendars, find events that start soon, post them to Slack')
    .argument('[feeds...]', 'addresses of calendars, each optionally as name=address')
    .option('--feeds <file>', 'file with one address per line, optionally as name = address')
    .addOption(within())
    .option('--slack <address>', 'incoming webhook; SLACK_WEBHOOK_URL is safer, since other users can see this in ps')
    .addOption(new Option('--strategy <name>', 'strategy to run').choices(Object.keys(strategies)).default('pipelined'))
    .option('--concurrency <number>', 'maximum number of fetches in flight')
    .option('--threads <number>', 'threads, for strategies that have them')
    .addOption(zone())
    .addOption(now())
    .option('--deadline <duration>', 'give up what is not done after this long', '15m')
    .option(
      '--max-bytes <size>',
      'maximum memory for all calendars together (default: a quarter of the memory, at most 512MB)',
    )
    .option('--once <file>', 'record what was sent in this file, and never send it again')
    .option('--record <file>', 'add how servers answered to this recording, for learn: delays and sizes, no addresses')
    .option('--dry-run', 'send nothing, print what would be sent')
    .option('--json', 'print the outcomes as JSON')
    .addHelpText(
      'after',
      manual([
        'utakata notify --feeds feeds.txt --within 30m --dry-run',
        'SLACK_WEBHOOK_URL=... utakata notify --feeds feeds.txt --once sent.sqlite',
      ]),
    )
    .action(run('notify'))

  program
    .command('due')
    .description('list the events of calendar files that start soon')
    .argument('<files...>', 'calendar files; - is standard input')
    .addOption(within())
    .addOption(zone())
    .addOption(now())
    .addOption(
      new Option(
        '--explain <event>',
        'explain why an event is due or not; the event by its UID, part of its title, or a line such as "line 12"',
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
        'An event is due if it starts at --now or later, but before --within is over. All times are shown in UTC.',
      ),
    )
    .action(run('due'))
}
