/** The one place that knows how msw reaches undici: `setupServer` sees `fetch` and `node:http`, not undici's Agents. */
import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import { http } from 'msw'
import { defineNetwork, InterceptorSource } from 'msw/experimental'

/** Anything that answers requests as Hono does. */
interface Answerer {
  readonly fetch: (request: Request) => Response | Promise<Response>
}

/** Does `work` while `app` answers every request of this process, wherever it goes. */
export async function withEverythingAnsweredBy<T>(app: Answerer, work: () => Promise<T>): Promise<T> {
  const network = defineNetwork({
    sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
    context: { quiet: true },
    handlers: [http.all('*', ({ request }) => app.fetch(request))],
  })
  network.enable()
  try {
    return await work()
  } finally {
    network.disable()
  }
}
