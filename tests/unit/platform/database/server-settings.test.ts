import { expect, test } from "vitest";
import { embeddedSettings } from "#lib/platform/database/server-settings";

const gib = 1_073_741_824;

test.each([
  ["the least of a small machine", 1, "128MB", "512MB"],
  ["a sixteenth", 8, "512MB", "2048MB"],
  ["no more than it can use", 256, "1024MB", "16384MB"],
])("the embedded server's buffers are %s", (_what, memoryGib, buffers, cache) => {
  expect(embeddedSettings(memoryGib * gib)).toMatchObject({ shared_buffers: buffers, effective_cache_size: cache });
});
