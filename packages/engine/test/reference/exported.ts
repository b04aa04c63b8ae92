import { relative, resolve } from 'node:path'
import ts from 'typescript-api'

/** Everything that a program can import from an entry point. */
export interface Exported {
  readonly name: string
  readonly kind: 'function' | 'constant' | 'type'
  /** from the root of the repository, with slashes */
  readonly file: string
  /** the docstring, without its tags; empty where there is none */
  readonly doc: string
  /** what `@throws` says */
  readonly throws: readonly string[]
  /** the declaration as TypeScript, without its body */
  readonly code: string
  /** names of its type parameters: they are no types of ours */
  readonly parameters: ReadonlySet<string>
  /** fields of an interface, inherited ones too */
  readonly members: readonly Member[]
}

export interface Member {
  readonly name: string
  readonly isOptional: boolean
  /** as it is written */
  readonly type: string
  readonly doc: string
}

export interface EntryPoint {
  /** as one writes it in an import; `undefined`: types that exported ones name, and that nothing exports */
  readonly specifier: string | undefined
  readonly exports: readonly Exported[]
}

const root = resolve(import.meta.dirname, '../../../..')

/** Reads what entry points export from the sources; `files` by specifier, from the root of the repository. */
export function exportedBy(files: Readonly<Record<string, string>>): readonly EntryPoint[] {
  const program = ts.createProgram({
    rootNames: Object.values(files).map((file) => resolve(root, file)),
    options: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      customConditions: ['@capsule-whatif/source'],
      allowImportingTsExtensions: true,
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      types: [],
    },
  })
  const checker = program.getTypeChecker()
  const points = Object.entries(files).map(([specifier, file]) => {
    const source = program.getSourceFile(resolve(root, file))
    const module = source && checker.getSymbolAtLocation(source)
    if (!module) throw new Error(`${file} exports nothing`)
    return { specifier, symbols: checker.getExportsOfModule(module) }
  })
  const named = namedBy(
    points.flatMap(({ symbols }) => symbols.map((each) => targetOf(each, checker))),
    checker,
  )
  return [...points, { specifier: undefined, symbols: named }].map(({ specifier, symbols }) => ({
    specifier,
    exports: symbols
      .flatMap((symbol) => exportedAs(symbol, checker) ?? [])
      .toSorted((one, other) => compare(one.name, other.name)),
  }))
}

function targetOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** Types of the repository that the declarations name, that these name, and so on; without the declarations themselves. */
function namedBy(declarations: readonly ts.Symbol[], checker: ts.TypeChecker): readonly ts.Symbol[] {
  const seen = new Set(declarations)
  const waiting = [...declarations]
  for (const symbol of waiting) for (const node of symbol.declarations ?? []) if (isOwn(node)) visit(node)
  return waiting.slice(declarations.length)

  function visit(node: ts.Node): void {
    if (ts.isBlock(node) || (ts.isVariableDeclaration(node.parent) && node === node.parent.initializer)) return
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined
    const symbol = name && checker.getSymbolAtLocation(name)
    if (symbol) add(targetOf(symbol, checker))
    node.forEachChild(visit)
  }

  function add(symbol: ts.Symbol): void {
    const [node] = symbol.declarations ?? []
    if (!node || seen.has(symbol) || !isOwn(node) || ts.isTypeParameterDeclaration(node) || isInternal(node)) return
    seen.add(symbol)
    waiting.push(symbol)
  }
}

/** Machinery that no program needs; its docstring says `@internal`. */
function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal')
}

function isOwn(node: ts.Node): boolean {
  return !node.getSourceFile().fileName.includes('/node_modules/') && node.getSourceFile().fileName.startsWith(root)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function exportedAs(symbol: ts.Symbol, checker: ts.TypeChecker): Exported | undefined {
  const target = targetOf(symbol, checker)
  const [node] = target.declarations ?? []
  if (!node) return undefined
  const { kind, code } = declared(symbol.name, node)
  const tags = target.getJsDocTags(checker)
  return {
    name: symbol.name,
    kind,
    file: relative(root, node.getSourceFile().fileName).replaceAll('\\', '/'),
    doc: docOf(target, checker),
    throws: tags.filter(({ name }) => name === 'throws').map(({ text }) => ts.displayPartsToString(text)),
    code,
    parameters: new Set(parametersOf(node).map((each) => each.name.text)),
    members: ts.isInterfaceDeclaration(node) ? membersOf(target, checker) : [],
  }
}

function parametersOf(node: ts.Declaration): readonly ts.TypeParameterDeclaration[] {
  const isGeneric = ts.isFunctionDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
  return (isGeneric && node.typeParameters) || []
}

function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker))
}

function declared(name: string, node: ts.Declaration): Pick<Exported, 'kind' | 'code'> {
  if (ts.isFunctionDeclaration(node)) return { kind: 'function', code: signature(name, node) }
  if (ts.isInterfaceDeclaration(node)) return { kind: 'type', code: interfaceHead(name, node) }
  if (ts.isTypeAliasDeclaration(node)) return { kind: 'type', code: node.getText().replace(/^export /, '') }
  if (ts.isVariableDeclaration(node)) return { kind: 'constant', code: constant(name, node) }
  throw new Error(`${name} is neither a function nor a type nor a constant`)
}

function interfaceHead(name: string, node: ts.InterfaceDeclaration): string {
  const parameters = node.typeParameters ? `<${node.typeParameters.map((each) => each.getText()).join(', ')}>` : ''
  const heritage = (node.heritageClauses ?? []).map((each) => ` ${oneLine(each.getText())}`).join('')
  return `interface ${name}${parameters}${heritage}`
}

const widthMax = 110

function signature(name: string, node: ts.FunctionDeclaration): string {
  const generics = node.typeParameters ? `<${node.typeParameters.map((each) => each.getText()).join(', ')}>` : ''
  const parameters = node.parameters.map((each) => oneLine(each.getText()))
  const result = oneLine(node.type?.getText() ?? 'void')
  const line = `function ${name}${generics}(${parameters.join(', ')}): ${result}`
  if (line.length <= widthMax) return line
  return `function ${name}${generics}(\n${parameters.map((each) => `  ${each},\n`).join('')}): ${result}`
}

/** A list of words is shown whole: it is what one looks up. */
function constant(name: string, node: ts.VariableDeclaration): string {
  const { type, initializer } = node
  if (type) return `const ${name}: ${type.getText()}`
  return `const ${name} = ${initializer?.getText() ?? ''}`
}

function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly Member[] {
  return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map((property) => ({
    name: property.name,
    isOptional: (property.flags & ts.SymbolFlags.Optional) !== 0,
    type: memberType(property),
    doc: docOf(property, checker).replace(/\s+/g, ' '),
  }))
}

function memberType(property: ts.Symbol): string {
  const [node] = property.declarations ?? []
  if (!node) return ''
  if (ts.isMethodSignature(node)) return oneLine(node.getText().replace(/^\w+/, ''))
  if (ts.isPropertySignature(node)) return oneLine(node.type?.getText() ?? '')
  return oneLine(node.getText())
}

/** Without its comments and line breaks; a line break between two fields of a type is a semicolon. */
function oneLine(text: string): string {
  return text
    .replace(/\/\*\*?[\s\S]*?\*\/\s*/g, '')
    .replace(/([\w\]}>)'])\s*\n\s*(?=readonly |\w+\??:)/g, '$1; ')
    .replace(/\s+/g, ' ')
    .trim()
}
