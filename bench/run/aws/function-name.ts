/** A function may be asked for by its ARN, and its segments have its name. */
export function functionNameOf(name: string | undefined): string | undefined {
  return name?.startsWith('arn:') ? name.split(':')[6] : name
}
