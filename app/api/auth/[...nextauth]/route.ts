import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { authOptions } from "#lib/access/auth-options";
import { admitSignInCall } from "#lib/rest/admit-sign-in-call";
import { problemResponse } from "#lib/rest/problem-response";

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

async function answer(request: NextRequest, context: Context): Promise<Response> {
  try {
    const body = await admitSignInCall(request, (await context.params).nextauth);
    const admitted = new NextRequest(request.url, { method: request.method, headers: request.headers, ...(body === null ? {} : { body }) });
    const response: unknown = await NextAuth(admitted, context, authOptions());
    if (response instanceof Response) return response;
    throw new Error("the sign-in library gave no response");
  } catch (error) {
    return problemResponse(error, request);
  }
}

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE };
