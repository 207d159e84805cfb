import type { z } from 'zod'

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a finite number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
}

/** What would have been right, in words for people who write YAML; undefined where the message says it itself. */
export function expectationOf(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected]
    case 'too_small':
      if (issue.origin === 'string') return 'text that is not empty'
      if (issue.origin === 'array') return 'a list that is not empty'
      return issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return `at most ${issue.maximum} characters`
      return issue.origin === 'array' ? `a list of at most ${issue.maximum}` : `${issue.maximum} or less`
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`
    case 'invalid_union':
      return 'options' in issue && issue.options ? `one of ${issue.options.join(', ')}` : issue.message
    case 'custom':
      return issue.message
  }
}
