import { html } from 'hono/html'
import type { Language } from '../messages/language.ts'
import type { Explained } from '../strategy-section.ts'
import type { Html } from './html.ts'

/** What the columns of some tables mean, for whoever asks. */
export function drawGlossary(tables: readonly Explained[], { say }: Language): Html {
  return html`<details>
    <summary>${say`What the columns mean`}</summary>
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
