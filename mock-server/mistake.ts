/** A mistake of whoever starts the server: what was expected, what was given and what to do. */
export class Mistake extends Error {}
