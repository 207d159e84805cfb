import fc from 'fast-check'
import { samples } from './samples.ts'

// Properties meet the same cases each time, so that a test that passed passes again; UTAKATA_SEED=7 npm test tries others.
fc.configureGlobal({ seed: Number(process.env.UTAKATA_SEED ?? 20_260_115), numRuns: samples(100) })
