import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KubeObject } from '@capsule-whatif/model'
import { momentText, openSession, type Session, type SessionOptions } from '../../src/session/session.ts'
import { sessionLine } from '../../src/session/session-line.ts'

export const twoTenants: string = join(import.meta.dirname, '../../../fixtures/clusters/two-tenants.json')

export const objects: readonly KubeObject[] = JSON.parse(readFileSync(twoTenants, 'utf8')).items

/** A session on the recorded cluster after some lines, all of which are understood. */
export function after(lines: readonly string[], options: SessionOptions = {}): Session {
  return lines.reduce(
    (session, line) => {
      const result = sessionLine(session, line)
      if (!result.isUnderstood) throw new Error(`${line}: ${result.output}`)
      return result.session
    },
    openSession(objects, options),
  )
}

/** What a line prints. */
export function said(session: Session, line: string): string {
  return sessionLine(session, line).output
}

export function placeOf(session: Session): string {
  return momentText(session.at)
}
