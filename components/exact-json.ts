import { decodeString, type JsonNode, parseJsonTree } from "./ui/json-tree.ts";

const integer = /^-?\d+$/;

/** The value of a JSON text with whole numbers exact at any size: those that a number cannot hold come as bigint. `undefined` when it is not JSON. */
export function parseExactJson(text: string): unknown {
  const root = parseJsonTree(text);
  return root === null ? undefined : valueOf(root);
}

function valueOf(node: JsonNode): unknown {
  if ("members" in node) {
    if (node.kind === "array") return node.members.map(({ value }) => valueOf(value));
    return Object.fromEntries(node.members.map(({ name, value }) => [name, valueOf(value)]));
  }
  if (node.kind === "string") return decodeString(node.text);
  if (node.kind === "number" && integer.test(node.text) && !Number.isSafeInteger(Number(node.text))) return BigInt(node.text);
  const value: unknown = JSON.parse(node.text);
  return value;
}
