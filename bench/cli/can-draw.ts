/** Whether lines may be drawn anew on a stream: it is a terminal that can, and nobody keeps all that is written, as CI does. */
export function canDraw({ isTTY }: { readonly isTTY: boolean }, env: NodeJS.ProcessEnv): boolean {
  return isTTY && !env.CI && env.TERM !== 'dumb'
}
