import { PrismaPg } from "@prisma/adapter-pg";
import { randomUUID } from "node:crypto";
import { PrismaClient } from "#lib/platform/database/generated/client";
import { newId } from "#lib/platform/ids";
import { readDatabaseEnv } from "#lib/platform/env";

export const dynamic = "force-dynamic";

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: readDatabaseEnv().databaseUrl ?? "" }) });
const sourceId = randomUUID();
const noHash = new Uint8Array(32);

/** What a webhook route looks like before anybody thinks about it: take the body, save one row, answer. */
export async function POST(request: Request): Promise<Response> {
  const body = new Uint8Array(await request.arrayBuffer());
  await prisma.request.create({
    data: { id: newId(), sourceId, receivedAt: new Date(), kind: "notification", outcome: "accepted", answeredStatus: 200, eventIds: [], headers: [...request.headers], body, bodyBytes: body.length, bodyHash: noHash },
    select: { id: true },
  });
  return Response.json({ received: true });
}
