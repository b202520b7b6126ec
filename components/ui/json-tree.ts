/** A JSON value with its numbers as they were written, so that 1.000000 and 9007199254740993 stay what they are. */
export type JsonNode =
  | { readonly kind: "object" | "array"; readonly members: readonly JsonMember[] }
  | { readonly kind: "string" | "number" | "literal"; /** As written, strings with their quotes. */ readonly text: string };

export interface JsonMember {
  /** The member's name, or the index in an array. */
  readonly name: string;
  readonly path: string;
  readonly value: JsonNode;
}

const maxDepth = 200;
const scalar = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const blank = /[ \t\r\n]*/y;

interface Cursor {
  readonly text: string;
  at: number;
}

/** The tree of a JSON text; `null` when it is not JSON, or nested deeper than 200, where the plain text is shown instead. */
export function parseJsonTree(text: string): JsonNode | null {
  const cursor = { text, at: 0 };
  skipBlank(cursor);
  const root = readValue(cursor, "", 0);
  if (root === null) return null;
  skipBlank(cursor);
  return cursor.at === text.length ? root : null;
}

function readValue(cursor: Cursor, path: string, depth: number): JsonNode | null {
  if (depth > maxDepth) return null;
  const first = cursor.text[cursor.at];
  if (first === "{") return readMembers(cursor, path, depth, "object", "}");
  if (first === "[") return readMembers(cursor, path, depth, "array", "]");
  const text = readScalar(cursor);
  if (text === null) return null;
  const kind = first === '"' ? "string" : first === "t" || first === "f" || first === "n" ? "literal" : "number";
  return { kind, text };
}

function readMembers(cursor: Cursor, path: string, depth: number, kind: "object" | "array", end: "}" | "]"): JsonNode | null {
  const members: JsonMember[] = [];
  cursor.at += 1;
  skipBlank(cursor);
  if (cursor.text[cursor.at] === end) {
    cursor.at += 1;
    return { kind, members };
  }
  for (;;) {
    const name = kind === "array" ? String(members.length) : readName(cursor);
    if (name === null) return null;
    const memberPath = kind === "array" ? `${path}[${name}]` : childPath(path, name);
    const value = readValue(cursor, memberPath, depth + 1);
    if (value === null) return null;
    members.push({ name, path: memberPath, value });
    skipBlank(cursor);
    const mark = cursor.text[cursor.at];
    cursor.at += 1;
    if (mark === end) return { kind, members };
    if (mark !== ",") return null;
    skipBlank(cursor);
  }
}

function readName(cursor: Cursor): string | null {
  if (cursor.text[cursor.at] !== '"') return null;
  const lexeme = readScalar(cursor);
  skipBlank(cursor);
  if (lexeme === null || cursor.text[cursor.at] !== ":") return null;
  cursor.at += 1;
  skipBlank(cursor);
  return decodeString(lexeme);
}

function readScalar(cursor: Cursor): string | null {
  scalar.lastIndex = cursor.at;
  const lexeme = scalar.exec(cursor.text)?.[0] ?? null;
  if (lexeme !== null) cursor.at += lexeme.length;
  return lexeme;
}

function skipBlank(cursor: Cursor): void {
  blank.lastIndex = cursor.at;
  cursor.at += blank.exec(cursor.text)?.[0].length ?? 0;
}

function childPath(path: string, name: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return path === "" ? name : `${path}.${name}`;
  return `${path}[${JSON.stringify(name)}]`;
}

/** The text that a JSON string stands for. */
export function decodeString(lexeme: string): string {
  return String(JSON.parse(lexeme));
}

/** The value as JSON text with its numbers as written, indented by two spaces. */
export function writeJsonTree(node: JsonNode, indent = ""): string {
  if (!("members" in node)) return node.text;
  const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
  if (node.members.length === 0) return `${open}${close}`;
  const inner = `${indent}  `;
  const lines = node.members.map((member) => `${inner}${node.kind === "object" ? `${JSON.stringify(member.name)}: ` : ""}${writeJsonTree(member.value, inner)}`);
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

/** The paths whose name or value holds `query`, whatever its case, and the paths of everything around them. */
export function searchJsonTree(root: JsonNode, query: string): { readonly hits: ReadonlySet<string>; readonly around: ReadonlySet<string> } {
  const hits = new Set<string>();
  const around = new Set<string>();
  const wanted = query.toLowerCase();
  const visit = (node: JsonNode, ancestors: readonly string[]): void => {
    if (node.kind !== "object" && node.kind !== "array") return;
    for (const member of node.members) {
      const own = "text" in member.value ? member.value.text.toLowerCase() : "";
      const named = node.kind === "object" && member.name.toLowerCase().includes(wanted);
      if (named || own.includes(wanted)) {
        hits.add(member.path);
        for (const ancestor of ancestors) around.add(ancestor);
      }
      visit(member.value, [...ancestors, member.path]);
    }
  };
  if (wanted !== "") visit(root, []);
  return { hits, around };
}
