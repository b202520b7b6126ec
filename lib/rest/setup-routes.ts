import { z } from "zod";
import { remoteAddress } from "#lib/access/remote-address";
import { createFirstAdmin, firstAdminInput } from "#lib/access/setup";
import { publicId } from "#lib/platform/ids";
import { defineRoute } from "./define-route.ts";

export const setUp = defineRoute({
  method: "POST",
  path: "/setup",
  summary: "Make the first admin",
  description: "With the token of the one-time link that the first start prints. Works once.",
  permission: null,
  body: firstAdminInput,
  responses: { 201: z.object({ id: z.string() }) },
  run: async ({ body, request }) => {
    const { userId } = await createFirstAdmin(body, remoteAddress(request.headers));
    return { status: 201, body: { id: publicId("user", userId) } };
  },
});
