import type { JsonObject } from '../../object/json.ts'
import { changeItems, changeObject, fill } from './filling.ts'
import { changesFields, type KindStrategy, strategyWith } from './strategy.ts'

const webhookDefaults = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
}

/** A webhook fails closed, is asked of everything that its rules name, and answers in ten seconds. [pkg/apis/admissionregistration/v1/defaults.go] */
function withWebhookDefaults(webhook: JsonObject): JsonObject {
  const ruled = changeItems(fill(webhook, webhookDefaults), 'rules', (rule) => fill(rule, { scope: '*' }))
  return changeObject(ruled, 'clientConfig', (config) =>
    changeObject(config, 'service', (service) => fill(service, { port: 443 })),
  )
}

export const validatingWebhookConfigurationStrategy: KindStrategy = strategyWith({
  applyDefaults: (configuration) => changeItems(configuration, 'webhooks', withWebhookDefaults),
  changesDesired: changesFields('webhooks'),
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
})

export const mutatingWebhookConfigurationStrategy: KindStrategy = {
  ...validatingWebhookConfigurationStrategy,
  applyDefaults: (configuration) =>
    changeItems(configuration, 'webhooks', (webhook) =>
      fill(withWebhookDefaults(webhook), { reinvocationPolicy: 'Never' }),
    ),
}
