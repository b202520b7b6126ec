import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "#lib/access/auth-options";

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

async function answer(request: NextRequest, context: Context): Promise<Response> {
  const response: unknown = await NextAuth(request, context, authOptions());
  if (response instanceof Response) return response;
  throw new Error("the sign-in library gave no response");
}

export { answer as GET, answer as POST };
