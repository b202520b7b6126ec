import type { Actor } from "#lib/access/actor";
import { writeAudited } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { newId, publicId } from "#lib/platform/ids";
import { channelNames, type ChannelTest } from "./alert-shape.ts";
import { sendThrough } from "./channels.ts";

/** Sends a test through every channel now and tells what each one said. Nothing is kept, nothing is tried again. */
export async function testChannels(actor: Actor, nowMs: number = Date.now()): Promise<ChannelTest> {
  requirePermission(actor, "settings.write");
  const id = publicId("alert", newId());
  const announcement = {
    id,
    type: "alert.test",
    subject: "Test of alerts",
    lines: ["This is a test, sent from the settings. Alerts will arrive like this one."],
    path: "/alerts",
    data: { id, test: true, title: "Test of alerts", why: `${actor.name} asked for it.`, whatToDo: "Nothing.", path: "/alerts" },
  };
  const channels = await Promise.all(
    channelNames.map(async (channel) => {
      const startMs = performance.now();
      const said = await sendThrough(channel, announcement, nowMs);
      return { channel, ...said, durationMs: Math.round(performance.now() - startMs) };
    }),
  );
  return writeAudited(actor, () =>
    Promise.resolve({ output: { channels }, audit: { action: "alert.test", subjectType: "settings", subjectId: null, details: { outcomes: channels.map(({ channel, outcome }) => `${channel}: ${outcome}`) } } }),
  );
}
