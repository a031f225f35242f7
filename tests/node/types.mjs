// The declared types of some names as JSON Schema, as far as it knows them: of an interface its data, no methods.
// Usage: node types.mjs FILE.d.ts NAME…   Prints {name: schema} as JSON; what was not asked for stands in its place.
import { readFileSync } from "node:fs";
import ts from "typescript";

const [file, ...names] = process.argv.slice(2);
const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
const declared = new Map(source.statements.map((one) => [one.name?.text, one]));
const PLAIN = new Map([
  [ts.SyntaxKind.StringKeyword, { type: "string" }],
  [ts.SyntaxKind.NumberKeyword, { type: "number" }],
  [ts.SyntaxKind.BooleanKeyword, { type: "boolean" }],
]);

function schema(node) {
  if (PLAIN.has(node.kind)) return PLAIN.get(node.kind);
  if (ts.isIntersectionTypeNode(node)) return {}; // of sentences by name, which a schema does not list
  if (ts.isParenthesizedTypeNode(node)) return schema(node.type);
  if (ts.isNamedTupleMember(node)) return schema(node.type);
  if (ts.isLiteralTypeNode(node)) return { const: JSON.parse(node.getText(source)) };
  if (ts.isUnionTypeNode(node)) return { anyOf: node.types.map(schema) };
  if (ts.isArrayTypeNode(node)) return { type: "array", items: schema(node.elementType) };
  if (ts.isTupleTypeNode(node)) return { type: "array", prefixItems: node.elements.map(schema) };
  if (ts.isTypeReferenceNode(node)) return named(node.typeName.text, node.typeArguments);
  throw new TypeError(`no JSON Schema of ${node.getText(source)}`);
}

function named(name, of) {
  if (name === "Record") return { type: "object", additionalProperties: schema(of[1]) };
  const found = declared.get(name);
  return names.includes(name) || ts.isInterfaceDeclaration(found) ? { $ref: `#/$defs/${name}` } : schema(found.type);
}

function members(found) {
  const data = found.members.filter((one) => ts.isPropertySignature(one) && !constructed(one.type));
  return {
    type: "object",
    properties: Object.fromEntries(data.map((one) => [one.name.text, schema(one.type)])),
    required: data.filter((one) => !one.questionToken).map((one) => one.name.text),
    additionalProperties: false,
  };
}

function constructed(node) {
  return ts.isConstructorTypeNode(node) || (ts.isTypeLiteralNode(node) && node.members.some(ts.isConstructSignatureDeclaration));
}

function whole(name) {
  const found = declared.get(name);
  if (!found) return null;
  return ts.isInterfaceDeclaration(found) ? members(found) : schema(found.type);
}

console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, whole(name)]))));
