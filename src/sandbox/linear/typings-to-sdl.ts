// Linear publishes no schema file, but the SDK's typings are generated from it: this turns them back into SDL.
// Only what Query and Mutation reach is kept. Default values and directives are not in the typings and are lost.
import { ts } from 'ts-morph';

type Field = { name: string; type: string };
type Declared =
  | { kind: 'fields'; fields: Field[]; parents: string[] }
  | { kind: 'union'; members: string[] }
  | { kind: 'enum'; values: string[] };
type Declarations = Map<string, Declared>;

/** `typings`: the text of the SDK's `.d.mts` that declares `Scalars`. Throws when it does not look as expected. */
export function typingsToSdl(typings: string): string {
  // The schema's own types come first and in one piece; what follows are 2.3 MB of fragments and operations.
  const end = typings.search(/^type \w+Fragment = /m);
  const source = ts.createSourceFile('linear.d.mts', typings.slice(0, end), ts.ScriptTarget.Latest, false);
  const declared: Declarations = new Map();
  for (const statement of source.statements) declare(statement, declared);
  const scalars = declared.get('Scalars');
  if (scalars?.kind !== 'fields' || !declared.has('Query') || !declared.has('Mutation'))
    throw new Error('The typings of @linear/sdk look different from what the stand-in server can read.');
  const outputs = reach(declared, ['Query', 'Mutation'], outputEdges(declared));
  const inputs = reach(declared, argumentTypes(declared, outputs), inputEdges(declared));
  return print(declared, { scalars: scalars.fields.map((scalar) => scalar.name), outputs, inputs });
}

function declare(statement: ts.Statement, declared: Declarations): void {
  if (ts.isEnumDeclaration(statement)) {
    const values = statement.members.map((member) => (member.initializer as ts.StringLiteral).text);
    declared.set(statement.name.text, { kind: 'enum', values });
  } else if (ts.isTypeAliasDeclaration(statement) && !statement.typeParameters) {
    const shape = shapeOf(statement.type);
    const name = statement.name.text;
    if (shape) declared.set(name, shape);
    if (shape && name.endsWith('Args')) declared.set(name.toLowerCase(), shape);
  }
}

function shapeOf(type: ts.TypeNode): Declared | undefined {
  if (ts.isTypeLiteralNode(type)) return { kind: 'fields', fields: fieldsOf(type), parents: [] };
  if (ts.isUnionTypeNode(type) && type.types.every(ts.isTypeReferenceNode))
    return { kind: 'union', members: type.types.map((member) => nameOf(member as ts.TypeReferenceNode)) };
  if (!ts.isIntersectionTypeNode(type)) return undefined;
  const fields = type.types.filter(ts.isTypeLiteralNode).flatMap(fieldsOf);
  return { kind: 'fields', fields, parents: type.types.filter(ts.isTypeReferenceNode).map(nameOf) };
}

function fieldsOf(type: ts.TypeLiteralNode): Field[] {
  return type.members.filter(ts.isPropertySignature).flatMap((member) => {
    const name = (member.name as ts.Identifier).text;
    const type = name !== '__typename' && member.type && graphqlType(member.type);
    return type ? [{ name, type }] : [];
  });
}

/** `Maybe<Array<Scalars["String"]>>` becomes `[String!]`. Undefined for what no GraphQL type is written as. */
function graphqlType(node: ts.TypeNode): string | undefined {
  if (ts.isTypeReferenceNode(node) && ['Maybe', 'InputMaybe'].includes(nameOf(node)))
    return node.typeArguments?.[0] && graphqlType(node.typeArguments[0])?.replace(/!$/, '');
  if (ts.isTypeReferenceNode(node) && nameOf(node) === 'Array') {
    const item = node.typeArguments?.[0] && graphqlType(node.typeArguments[0]);
    return item && `[${item}]!`;
  }
  if (ts.isTypeReferenceNode(node)) return `${nameOf(node)}!`;
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isLiteralTypeNode(node.indexType)) return scalarKeyword(node);
  return `${(node.indexType.literal as ts.StringLiteral).text}!`;
}

/** The right-hand sides within `Scalars` itself, whose names alone matter. */
function scalarKeyword(node: ts.TypeNode): string | undefined {
  return node.kind === ts.SyntaxKind.TypeLiteral ? undefined : 'scalar';
}

const nameOf = (node: ts.TypeReferenceNode): string => (node.typeName as ts.Identifier).text;
const bare = (type: string): string => type.replaceAll(/[[\]!]/g, '');
/** Compared without case: the generator writes `attachmentLinkURL`'s arguments as `MutationAttachmentLinkUrlArgs`. */
const argsName = (type: string, field: string): string => `${type}${field}Args`.toLowerCase();

type Edges = (name: string) => string[];

function reach(declared: Declarations, from: string[], edges: Edges): Set<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || !declared.has(name)) continue;
    seen.add(name);
    open.push(...edges(name));
  }
  return seen;
}

/** A field of an interface may hold any type that implements it. */
function outputEdges(declared: Declarations): Edges {
  const children = new Map<string, string[]>();
  for (const [name, it] of declared)
    if (it.kind === 'fields')
      for (const parent of it.parents) children.set(parent, [...(children.get(parent) ?? []), name]);
  return (name) => {
    const it = declared.get(name);
    if (it?.kind === 'union') return it.members;
    if (it?.kind !== 'fields') return [];
    const implementers = name === 'Node' || name === 'Entity' ? [] : (children.get(name) ?? []);
    return [...it.fields.map((field) => bare(field.type)), ...it.parents, ...implementers];
  };
}

function inputEdges(declared: Declarations): Edges {
  return (name) => {
    const it = declared.get(name);
    return it?.kind === 'fields' ? it.fields.map((field) => bare(field.type)) : [];
  };
}

function argumentTypes(declared: Declarations, outputs: Set<string>): string[] {
  return [...outputs].flatMap((name) => {
    const it = declared.get(name);
    if (it?.kind !== 'fields') return [];
    return it.fields.flatMap((field) => argumentsOf(declared, name, field).map((arg) => bare(arg.type)));
  });
}

function argumentsOf(declared: Declarations, type: string, field: Field): Field[] {
  const args = declared.get(argsName(type, field.name));
  return args?.kind === 'fields' ? args.fields : [];
}

type Kept = { scalars: string[]; outputs: Set<string>; inputs: Set<string> };

function print(declared: Declarations, kept: Kept): string {
  const builtIn = new Set(['ID', 'String', 'Boolean', 'Int', 'Float']);
  const lines = kept.scalars.filter((name) => !builtIn.has(name)).map((name) => `scalar ${name}`);
  const parents = new Set([...declared.values()].flatMap((it) => (it.kind === 'fields' ? it.parents : [])));
  for (const name of new Set([...kept.outputs, ...kept.inputs])) {
    const it = declared.get(name)!;
    if (it.kind === 'enum') lines.push(`enum ${name} { ${it.values.join(' ')} }`);
    else if (it.kind === 'union') lines.push(`union ${name} = ${it.members.join(' | ')}`);
    else if (kept.inputs.has(name)) lines.push(`input ${name} { ${printed(it.fields)} }`);
    else lines.push(printObject(declared, name, { ...it, isInterface: parents.has(name) }));
  }
  return lines.join('\n');
}

function printObject(
  declared: Declarations,
  name: string,
  it: { fields: Field[]; parents: string[]; isInterface: boolean },
): string {
  const parents = it.parents.length > 0 ? ` implements ${it.parents.join(' & ')}` : '';
  const fields = it.fields.map((field) => {
    const args = argumentsOf(declared, name, field);
    return `${field.name}${args.length > 0 ? `(${printed(args)})` : ''}: ${field.type}`;
  });
  return `${it.isInterface ? 'interface' : 'type'} ${name}${parents} { ${fields.join(' ')} }`;
}

const printed = (fields: Field[]): string => fields.map((field) => `${field.name}: ${field.type}`).join(' ');
