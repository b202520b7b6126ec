import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { authOptions } from "#lib/access/auth-options";
import { setDeviceCookie } from "#lib/access/device-cookie";
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
    const devices: string[] = [];
    const response: unknown = await NextAuth(admitted, context, authOptions({ address: remoteAddress(request.headers), userAgent: request.headers.get("user-agent") }, (device) => devices.push(device)));
    if (!(response instanceof Response)) throw new Error("the sign-in library gave no response");
    for (const device of devices) response.headers.append("set-cookie", setDeviceCookie(device));
    return errorsToSignIn(response, installation().signInUrl);
  } catch (error) {
    return problemResponse(error, request);
  }
}

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE };
