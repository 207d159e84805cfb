/**
 * A page that is drawn anew only where what it is made of has changed since, as `stateOf` tells it, and never twice at a time: whoever asks while
 * it is being drawn gets what is drawn. One that could not be drawn is tried again.
 */
export function drawnOnce(stateOf: () => string, draw: () => Promise<string>): () => Promise<string> {
  let last: { readonly state: string; readonly page: Promise<string> } | undefined
  let isDrawing = false
  const drawAnew = async () => {
    isDrawing = true
    try {
      return await draw()
    } finally {
      isDrawing = false
    }
  }
  return async () => {
    if (!isDrawing || !last) {
      // Before it is drawn: what changes meanwhile is drawn the next time.
      const state = stateOf()
      if (last?.state !== state) last = { state, page: drawAnew() }
    }
    const { page } = last
    try {
      return await page
    } catch (error) {
      if (last?.page === page) last = undefined
      throw error
    }
  }
}
