/** The name of a function in an ARN, `NAME:QUALIFIER` or `ACCOUNT:function:NAME`, with what stands for a version or an alias. */
const FORM = /^(?:(?:arn:[\w-]+:lambda:[\w-]*:)?\d*:?function:)?([\w-]+)(?::([\w$-]+))?$/

/** A function may be named by its ARN or with a version; its segments have its name. */
export function functionNameOf(name: string | undefined): string | undefined {
  return name === undefined ? undefined : (FORM.exec(name)?.[1] ?? name)
}

/** The version or alias in the name of a function; undefined where there is none. */
export function qualifierOf(name: string): string | undefined {
  return FORM.exec(name)?.[2]
}
