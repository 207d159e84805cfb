import { html } from 'hono/html'
import type { Messages } from '../messages/messages.ts'
import type { Explained } from '../strategy-section.ts'
import type { Html } from './html.ts'

/** What the columns of some tables mean, for whoever asks. */
export function drawGlossary(tables: readonly Explained[], messages: Messages): Html {
  return html`<details>
    <summary>${messages.page.glossaryTitle}</summary>
    <dl>
      ${tables.flatMap(({ meanings }) =>
        meanings.map(
          ({ head, meaning }) =>
            html`<dt>${head}</dt>
              <dd>${meaning}</dd>`,
        ),
      )}
    </dl>
  </details>`
}
