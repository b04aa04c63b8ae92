import { readFileSync } from 'node:fs'
import { packageFile } from '../package-file.ts'
import { type CliCommand, helpOption } from './command.ts'

export const versionCommand: CliCommand = {
  name: 'version',
  summary: 'the version of capsule-whatif, and of Capsule that it models',
  help: `capsule-whatif version: prints the version, and which versions of Capsule are modelled.

Usage: capsule-whatif version

Example:
  capsule-whatif version
`,
  options: [helpOption],
  run: async (_line, io, { capsuleVersions }) => {
    io.stdout.write(`capsule-whatif ${versionOfPackage()} (Capsule ${capsuleVersions.join(', ')})\n`)
    return 0
  },
}

/** The version of this package. */
export function versionOfPackage(): string {
  const manifest = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
    readonly version: string
  }
  return manifest.version
}
