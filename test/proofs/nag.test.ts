import { expect, test } from 'vitest'
import { aStack, findingsOf, STACKS } from '../support/stacks.ts'

// Breakage: a template has what CloudFormation would refuse or warn of; beside cdk-nag, since a report has both.
test.each(STACKS)("cdk-nag and the CDK's own check find nothing unexplained in a stack %s", (_, context) => {
  expect(findingsOf(aStack(context, { isValidated: true }))).toEqual([])
})
