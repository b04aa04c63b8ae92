import type { Request, Verb } from '@capsule-whatif/model'

const methods: Readonly<Record<Verb, string>> = {
  create: 'POST',
  get: 'GET',
  list: 'GET',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
}

/** A request as logs show it: method, path and query. */
export function requestLine(request: Request): string {
  const { verb, group, version, resource, namespace, name, subresource, query = {} } = request
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const place = namespace && resource !== 'namespaces' ? `/namespaces/${namespace}` : ''
  const object = name && verb !== 'list' && verb !== 'create' ? `/${name}` : ''
  const parameters = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  const search = parameters.length === 0 ? '' : `?${parameters.join('&')}`
  return `${methods[verb]} ${root}${place}/${resource}${object}${subresource ? `/${subresource}` : ''}${search}`
}
