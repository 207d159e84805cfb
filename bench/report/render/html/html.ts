import type { html } from 'hono/html'

/** Something made of HTML, with all that came from elsewhere escaped. */
export type Html = ReturnType<typeof html>
