import { html } from 'hono/html'
import type { Deliveries } from './deliveries.ts'

const SHOWN = 50

/** The delivery record for people: figures and the latest requests. No script; the page loads itself again. */
export function deliveriesPage(deliveries: Deliveries) {
  const { requests, notKept, posts, accepted, duplicates, digest, peakFeedsInFlight, throttled } = deliveries.figures()
  const latest = deliveries.entries.slice(-SHOWN).toReversed()
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <meta http-equiv="refresh" content="2" />
      <title>utakata mock: deliveries</title>
      <style>
        :root {
          color-scheme: light dark;
          font:
            15px/1.5 system-ui,
            sans-serif;
        }
        body {
          max-width: 60rem;
          margin: 2rem auto;
          padding: 0 1rem;
        }
        table {
          border-collapse: collapse;
          width: 100%;
        }
        th,
        td {
          text-align: right;
          padding: 0.2rem 0.6rem;
          border-bottom: 1px solid #8884;
        }
        th:first-child,
        td:first-child {
          text-align: left;
        }
        .wide {
          overflow-x: auto;
        }
      </style>
      <h1>What this world was asked</h1>
      <p>
        ${requests} requests, ${posts} of them posts: ${accepted} accepted, ${throttled} throttled, ${duplicates} sent
        twice. At most ${peakFeedsInFlight} feeds in flight. Digest of what was sent: <code>${digest}</code> (<a
          href="/deliveries"
          >as JSON</a
        >).${notKept > 0 ? ` The last ${notKept} requests are counted but not listed.` : ''}
      </p>
      <div class="wide">
        <table>
          <tr>
            <th>to
            <th>feed
            <th>began (UTC)
            <th>took, ms
            <th>actual delay, ms
            <th>status
          </tr>
          ${latest.map(
            (entry) =>
              html`<tr>
                <td>${entry.to}
                <td>${entry.feed}
                <td>${new Date(entry.beganMs).toISOString().slice(11, 23)}
                <td>${entry.endedMs > 0 ? (entry.endedMs - entry.beganMs).toFixed(1) : 'under way'}
                <td>${entry.heldMs.toFixed(1)}
                <td>${entry.status || 'none'}
              </tr> `,
          )}
        </table>
      </div>
    </html>`
}
