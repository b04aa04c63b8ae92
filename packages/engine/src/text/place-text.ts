/** Where an object is: `oil-dev/ledger`, and of what lies in no namespace `oil-dev`. */
export function placeText({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}
