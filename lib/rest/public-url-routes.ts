import { answerReach } from "#lib/public-url/answer-reach";
import { checkPublicUrl } from "#lib/public-url/check-public-url";
import { findTunnels } from "#lib/public-url/find-tunnels";
import { publicUrlCheckInput, publicUrlCheckShape, reachInput, reachShape, tunnelsShape } from "#lib/public-url/public-url-shape";
import { defineRoute } from "./define-route.ts";

export const checkPublicUrlRoute = defineRoute({
  method: "POST",
  path: "/settings/public-url/check",
  summary: "See whether the public address leads here",
  description:
    "Makes a random token, sends it through the address and looks for the proof that only this installation can give. Follows no redirect, and tells nothing of what another server answers but its status. Another address than the one that counts is tried for a signed-in admin alone, and at public addresses alone.",
  permission: "settings.check",
  body: publicUrlCheckInput,
  responses: { 200: publicUrlCheckShape },
  idempotent: false,
  run: async ({ actor, body }) => ({ status: 200, body: await checkPublicUrl(actor, body) }),
});

export const findTunnelsRoute = defineRoute({
  method: "GET",
  path: "/settings/public-url/tunnels",
  summary: "Tunnels that run on this machine",
  description: "Asks the local interfaces of ngrok (4040, 4041) and cloudflared (20241 to 20245). Whether one leads here, a check of its address says.",
  permission: "settings.check",
  responses: { 200: tunnelsShape },
  run: async ({ actor }) => ({ status: 200, body: { tunnels: [...(await findTunnels(actor))] } }),
});

export const reachRoute = defineRoute({
  method: "POST",
  path: "/reach",
  summary: "Prove that this is the installation that asks",
  description: "What a check of the public address calls. Takes each token once, within a minute of its making; says nothing to anybody else.",
  permission: null,
  body: reachInput,
  responses: { 200: reachShape },
  idempotent: false,
  run: async ({ body }) => ({ status: 200, body: await answerReach(body.token) }),
});
