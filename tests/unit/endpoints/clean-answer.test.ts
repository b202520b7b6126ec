import { describe, expect, test } from "vitest";
import { cleanAnswer } from "#lib/endpoints/clean-answer";

const said = (text: string, ownHeaders: readonly (readonly [string, string])[], headers: readonly (readonly [string, string])[] = []) => {
  const { body, headers: lines } = cleanAnswer({ headers, body: Buffer.from(text) }, ownHeaders);
  return { text: Buffer.from(body).toString(), lines };
};

describe("what a target answered", () => {
  test("repeats no header of the endpoint's own, word by word, in bodies and in headers", () => {
    const own = [["authorization", "Bearer 0123456789abcdef"], ["x-quoted", 'say "hello" to us']] as const;
    expect(said('{"authorization":"Bearer 0123456789abcdef","q":"say \\"hello\\" to us"}', own, [["x-echo", "0123456789abcdef"]])).toEqual({
      text: '{"authorization":"***********************","q":"*******************"}',
      lines: [["x-echo", "****************"]],
    });
  });

  test("holds no card number, and is as long as it was", () => {
    expect(said('{"card":"4000056655665556","cvv":"917"}', [])).toEqual({ text: '{"card":"400005******5556","cvv":"***"}', lines: [] });
  });

  test("keeps every other byte, whatever the encoding", () => {
    const body = Buffer.from([0xff, 0x00, 0xe4, 0x41]);
    expect(cleanAnswer({ headers: [], body }, [["x-short", "A"]]).body).toBe(body);
  });
});
