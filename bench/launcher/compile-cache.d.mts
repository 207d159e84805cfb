export function compileCacheFolder(root?: string, userId?: number): string | undefined

export function compileCacheVariables(
  env?: NodeJS.ProcessEnv,
  folder?: () => string | undefined,
): { readonly NODE_COMPILE_CACHE?: string }
