// Preloaded by a run whose system clock is wrong, by as many milliseconds as UTAKATA_CHAOS_CLOCK_MS says. Plain JavaScript: it is loaded into any Node.
const shiftMs = Number(process.env.UTAKATA_CHAOS_CLOCK_MS)
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + shiftMs] : given))
  }

  static now() {
    return RealDate.now() + shiftMs
  }
}
