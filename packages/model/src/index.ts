export * from './object/json.ts'
export * from './object/kube-object.ts'
