import type { z } from 'zod'

/** What a type holds, with which of its fields may be absent; without `readonly`, which schemas do not know. */
type Shape<T> = T extends object
  ? {
      -readonly [Key in keyof T]-?: [
        isOptional: undefined extends T[Key] ? true : false,
        shape: Shape<Exclude<T[Key], undefined>>,
      ]
    }
  : T

type Same<A, B> = [Shape<A>, Shape<B>] extends [Shape<B>, Shape<A>] ? unknown : { readonly differsIn: Differing<A, B> }

/** The fields that only one has, or that are not the same in both. */
type Differing<A, B> = {
  [Key in keyof A | keyof B]: Key extends keyof A & keyof B ? (unknown extends Same<A[Key], B[Key]> ? never : Key) : Key
}[keyof A | keyof B]

/**
 * Takes a schema as it is that has the fields of `T`, no more and no less, optional ones too; what differs does not compile, and the
 * compiler names the fields.
 */
export function inStep<T>(): <S extends z.ZodType>(schema: S & Same<T, z.infer<S>>) => S {
  return (schema) => schema
}
