import { definitionsKey, hasCondition } from '../../apiserver/discovery.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { isSuccess } from '../../request/request.ts'
import { formatTime } from '../../state/cluster.ts'
import { findObject, listObjects } from '../../state/store.ts'
import { type Controller, done, type Enqueue, failed, messageOf, nothing, type Reconcile, read } from '../controller.ts'
import { apiserverUser, defaultBackoff } from '../kube-controller.ts'
import { isOvertaken, updateStatus, withCondition } from './crd-condition.ts'

const name = 'crdEstablishing'

/** usual time between the acceptance of names and the establishing */
const latencyMs = 75

/**
 * A definition whose names are accepted becomes established, at once where there is one API server.
 * [apiextensions-apiserver pkg/controller/establish/establishing_controller.go; kubernetes.md 4.2.2]
 *
 * Not modelled: conversion webhooks with an invalid caBundle; the 5 s that several API servers wait.
 */
export const establishingController: Controller = {
  name,
  process: 'kube-apiserver',
  user: apiserverUser,
  backoff: defaultBackoff,
  observe: ({ type, resource, object }) =>
    resource === definitionsKey && type !== 'deleted' && isInstalling(object)
      ? { enqueue: [enqueue(object)] }
      : nothing,
  start: (state) => ({ enqueue: listObjects(state, definitionsKey).filter(isInstalling).map(enqueue) }),
  reconcile: (key, _memory, now) => establish(key, now),
}

function enqueue(definition: KubeObject): Enqueue {
  return { controller: name, key: definition.metadata.name, afterMs: latencyMs }
}

function isInstalling(definition: KubeObject): boolean {
  return hasCondition(definition, 'NamesAccepted') && !hasCondition(definition, 'Established')
}

function* establish(key: string, now: number): Reconcile {
  const definition = yield* read((state) => findObject(state, definitionsKey, undefined, key))
  if (!definition || !isInstalling(definition)) return done
  const condition = {
    type: 'Established',
    status: 'True',
    reason: 'InitialNamesAccepted',
    message: 'the initial names have been accepted',
  } as const
  const answer = yield* updateStatus(withCondition(definition, condition, formatTime(now)))
  return isSuccess(answer) || isOvertaken(answer) ? done : failed(messageOf(answer))
}
