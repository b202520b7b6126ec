import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readableBody } from "#lib/events/readable-body";

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

describe("a body as letters", () => {
  test.each([
    ["UTF-8", Buffer.from('{"name":"Ł"}'), '{"name":"Ł"}', true],
    ["UTF-8 with a mark", Buffer.from("\ufeff{}"), "\ufeff{}", true],
    ["UTF-16", Buffer.from('{"name":"Ł"}', "utf16le"), '{"name":"Ł"}', false],
    ["UTF-16 the other way round", utf16be("\ufeff{}"), "\ufeff{}", false],
    ["Latin-1", Buffer.from('{"name":"Zoë"}', "latin1"), '{"name":"Zoë"}', false],
  ])("%s is read, and written as it came", (_name, body, text, isUtf8) => {
    const read = readableBody(body);
    expect([read?.text, read?.isUtf8]).toEqual([text, isUtf8]);
    expect(read?.write(text)).toEqual(body);
  });

  test.each([
    ["UTF-32", Buffer.from(Array.from('{"email":"a@b.co"}').flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]))],
    ["UTF-16 cut in the middle of a letter", Buffer.from('{"email":"a@b.co"}', "utf16le").subarray(1)],
    ["UTF-16 that begins with a letter of no Latin text", Buffer.from("テ{\"email\":\"a@b.co\"}", "utf16le")],
    // In Shift JIS the two bytes 95 5C are one letter, which ends no string: read as Latin-1 the text would go on behind its end.
    ["an alphabet in which a backslash may be half a letter", Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0x95, 0x5c]), Buffer.from('","phone":"1"}')])],
    ["bytes of no text", Buffer.from([0, 0, 0, 1, 2])],
  ])("%s is not read", (_name, body) => {
    expect(readableBody(body)).toBeNull();
  });

  test("whatever is read is written back byte for byte", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const read = readableBody(bytes);
        return read === null || read.text.includes("\ufffd") || Buffer.from(read.write(read.text)).equals(bytes);
      }),
    );
  });
});
