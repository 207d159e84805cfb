/** Why a gate cannot be held at all, though nobody has made a mistake. Exit code 5. */
export class CannotJudge extends Error {}
