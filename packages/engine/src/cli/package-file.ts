/**
 * A file of this package. Of the sources, of what they are compiled to and of the bundle, this folder lies equally deep in it.
 */
export function packageFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url)
}
