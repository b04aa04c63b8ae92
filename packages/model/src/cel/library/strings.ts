import type { Environment } from '@marcbachmann/cel-js'
import { celFailure } from '../evaluation.ts'
import { formatted } from './format.ts'

/** What cel-js lacks of the functions on texts. [cel-go ext/strings.go] */
export function addStrings(environment: Environment): void {
  environment
    .registerFunction('string.charAt(int): string', charAt)
    .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
      text.replaceAll(from, () => to),
    )
    .registerFunction('string.replace(string, string, int): string', replaceSome)
    .registerFunction('string.format(list): string', formatted)
}

function charAt(text: string, index: bigint): string {
  const runes = [...text]
  if (index < 0n || index > BigInt(runes.length)) throw celFailure(`index out of range: ${index}`)
  return runes[Number(index)] ?? ''
}

function replaceSome(text: string, from: string, to: string, count: bigint): string {
  if (count < 0n) return text.replaceAll(from, () => to)
  const parts = text.split(from)
  const replaced = Math.min(Number(count), parts.length - 1)
  return (
    parts.slice(0, replaced + 1).join(to) +
    parts
      .slice(replaced + 1)
      .map((part) => from + part)
      .join('')
  )
}
