import { proveMetadata } from '../explore/prove-metadata.ts'
import type { LatencyAnswer, MetadataMode, TenantLatency } from '../metadata/latency-answer.ts'
import { metadataLatency as latencyOf } from '../metadata/metadata-latency.ts'
import { metadataText } from '../report/metadata-text.ts'
import { type Severity, worstOf } from '../report/severity.ts'
import { operatorsOf, type Snapshot } from '../snapshot/load-snapshot.ts'
import { type Certainty, leastSureOf } from './asking/certainty.ts'
import { choiceType, tenantType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'

/**
 * What `ask metadata-latency` can be told; `metadataLatencyQuestion.parameters` and
 * docs/reference/cli.md#ask-metadata-latency say what each means.
 */
export interface MetadataLatencyParameters {
  readonly tenant?: string
  readonly mode?: MetadataMode
}

/** When the metadata of Tenants reaches their namespaces, and which pods can be admitted before. */
export interface MetadataLatencyAnswer extends QuestionAnswer, LatencyAnswer {
  readonly question: 'metadata-latency'
  readonly findings: readonly string[]
}

/** `metadataLatency` as a question. */
export const metadataLatency: Question<MetadataLatencyParameters, MetadataLatencyAnswer> = {
  name: 'metadata-latency',
  meaning: "At which moment a Tenant's metadata reaches its namespaces, and which pods can be admitted without it.",
  parameters: {
    tenant: { type: tenantType, meaning: 'the Tenant', example: 'oil', otherwise: 'each' },
    mode: {
      type: choiceType('as is', 'admission', 'reconcile', 'both'),
      meaning: 'where metadata comes from',
      example: 'reconcile',
      otherwise: 'as is',
    },
  },
  example: '--tenant oil',
  ask: askMetadataLatency,
  text: metadataText,
}

function askMetadataLatency(snapshot: Snapshot, { tenant, mode }: MetadataLatencyParameters): MetadataLatencyAnswer {
  const chosen = { ...(mode === undefined ? {} : { mode }), ...(tenant === undefined ? {} : { tenants: [tenant] }) }
  const proof = proveMetadata(snapshot.objects, { ...chosen, ...operatorsOf(snapshot) })
  const answer = latencyOf(snapshot.objects, { ...chosen, ...operatorsOf(snapshot), proof })
  return {
    question: 'metadata-latency',
    severity: worstOf(answer.tenants.map(severityOf)),
    certainty: answer.tenants.length === 0 ? 'unknown' : leastSureOf(answer.tenants.map(certaintyOf)),
    ...answer,
  }
}

function severityOf({ verdict }: TenantLatency): Severity {
  return verdict === 'may' ? 'warning' : 'none'
}

function certaintyOf({ verdict }: TenantLatency): Certainty {
  return verdict
}
