/** Every webhook of the operator has a name under this domain. */
export const webhookDomain = '.projectcapsule.dev'
