import { type JsonToken, jsonTokens, stringOf } from "./json-tokens.ts";
import { noScope, type PersonalScope, scopeInside } from "./personal-members.ts";

/** A string or a number of a JSON text, and where it stands. */
export interface JsonValue {
  /** As written, strings with their quotes. */
  readonly raw: string;
  readonly isString: boolean;
  /** What a reader takes a string for. */
  readonly text: () => string;
  /** The member that holds it, or that holds its array; `null` at the top. */
  readonly member: string | null;
  readonly scope: PersonalScope;
}

/** Of a longer name only the end is read: it is judged anew for each of the values that it may hold. */
const longestName = 200;

interface Level {
  readonly isObject: boolean;
  readonly scope: PersonalScope;
  key: string;
  expectsKey: boolean;
}

/** The text with some of its values replaced, every other byte as it was. `replacement`: JSON text, or `null` where a value stays. Takes broken JSON too. */
export function rewriteJson(text: string, replacement: (value: JsonValue) => string | null): string {
  const stack: Level[] = [];
  const pieces: string[] = [];
  let copied = 0;
  for (const token of jsonTokens(text)) {
    const parent = stack.at(-1);
    switch (token.kind) {
      case "open_object":
      case "open_array":
        stack.push(levelInside(parent, token.kind === "open_object"));
        break;
      case "close":
        stack.pop();
        break;
      case "comma":
        if (parent !== undefined) parent.expectsKey = parent.isObject;
        break;
      case "string":
      case "scalar": {
        if (token.kind === "string" && parent?.expectsKey === true) {
          parent.key = stringOf(text, token).slice(-longestName);
          parent.expectsKey = false;
          break;
        }
        const written = replacement(valueOf(text, token, parent));
        if (written !== null) {
          pieces.push(text.slice(copied, token.start), written);
          copied = token.end;
        }
        break;
      }
      case "colon":
        break;
    }
  }
  return copied === 0 ? text : pieces.join("") + text.slice(copied);
}

function valueOf(text: string, token: JsonToken, parent: Level | undefined): JsonValue {
  return { raw: text.slice(token.start, token.end), isString: token.kind === "string", text: () => stringOf(text, token), member: parent?.key ?? null, scope: parent?.scope ?? noScope };
}

/** Items of an array are judged by the name of the member that holds the array. */
function levelInside(parent: Level | undefined, isObject: boolean): Level {
  const scope = parent === undefined ? noScope : scopeInside(parent.key, parent.scope);
  return { isObject, scope: isObject || parent === undefined ? scope : { ...scope, person: parent.scope.person || scope.person }, key: isObject ? "" : (parent?.key ?? ""), expectsKey: isObject };
}
