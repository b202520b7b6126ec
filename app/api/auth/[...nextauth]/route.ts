import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { authOptions } from "#lib/access/auth-options";
import { remoteAddress } from "#lib/access/remote-address";
import { installation } from "#lib/platform/installation";
import { admitSignInCall, errorsToSignIn } from "#lib/rest/admit-sign-in-call";
import { problemResponse } from "#lib/rest/problem-response";

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

async function answer(request: NextRequest, context: Context): Promise<Response> {
  try {
    const body = await admitSignInCall(request, (await context.params).nextauth);
    const admitted = new NextRequest(request.url, { method: request.method, headers: request.headers, ...(body === null ? {} : { body }) });
    const response: unknown = await NextAuth(admitted, context, authOptions({ address: remoteAddress(request.headers), userAgent: request.headers.get("user-agent") }));
    if (response instanceof Response) return errorsToSignIn(response, installation().signInUrl);
    throw new Error("the sign-in library gave no response");
  } catch (error) {
    return problemResponse(error, request);
  }
}

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE };
