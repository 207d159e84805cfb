import { z } from 'zod'

const milliseconds = z.number().min(0)

/** What a step takes beyond the server's holding it, in milliseconds. */
const stepCostSchema = z.object({
  /** Right after another of its kind. */
  hotMs: milliseconds,
  /** What a long pause adds: the caches are others' by then, and an idle processor takes a while to wake. */
  coldMs: milliseconds,
  perKilobyteMs: milliseconds,
})

/**
 * What the steps of a job cost on a machine against the mock server: all that a prediction knows of that machine beside some
 * constants that say where they were measured.
 */
export const costsSchema = z.object({
  fetch: stepCostSchema,
  check: stepCostSchema,
  notify: stepCostSchema,
  /** Opening a connection, with its handshake over HTTPS. */
  connection: stepCostSchema,
  /** Where every feed has a host of its own: then `fetch` has the connection in it that each of them opens. */
  fetchConnects: z.boolean(),
  /** How much of a request is work of the client; the rest is the server's. */
  clientShare: z.number().min(0).max(1),
  /** How much longer than drawn the server holds an answer. */
  lateMs: milliseconds,
  /** Processors of the machine. */
  cores: z.int().min(1),
})

export type StepCost = z.infer<typeof stepCostSchema>
export type Costs = z.infer<typeof costsSchema>

const NOTHING: StepCost = { hotMs: 0, coldMs: 0, perKilobyteMs: 0 }

/** Nothing costs anything but messages between threads, on as many processors as there may ever be threads: what is left is waiting. */
export const NO_COSTS: Costs = {
  fetch: NOTHING,
  check: NOTHING,
  notify: NOTHING,
  connection: NOTHING,
  fetchConnects: false,
  clientShare: 1,
  lateMs: 0,
  cores: 1024,
}

/** The pause after which most of `coldMs` is due. Measured: sequential over servers of 0 to 24 ms, whose steps lie 0.6 to 40 ms apart. */
const COOLING_MS = 10

/** How much of `coldMs` is due after such a pause, from 0 to 1; never done before counts as Infinity. */
export function coldness(pauseMs: number): number {
  return 1 - Math.exp(-pauseMs / COOLING_MS)
}

/** What a step costs, by the pause before it in milliseconds. */
export function stepMs({ hotMs, coldMs, perKilobyteMs }: StepCost, kilobytes: number, pauseMs: number): number {
  return hotMs + coldMs * coldness(pauseMs) + perKilobyteMs * kilobytes
}

/** Raised whenever the same costs would predict something else. */
export const MODEL = 2

/** What a message between two threads costs each of them. Measured on two quiet cores: 0.03 to 0.05. */
export const MESSAGE_MS = 0.04
