/** What an operator of one's own is made of: docs/extend/add-an-operator.md. */
export * from '@capsule-whatif/model/operator'
