// Texts for people to copy. Header names are in lower case there, as most frameworks give them.

export const nodeCode = String.raw`import { createHmac, timingSafeEqual } from "node:crypto";

// body: the raw bytes (Buffer), before any JSON parser; secret: the whole text, whsec_ included.
export function verifyWebhook(headers, body, secret) {
  const id = headers["webhook-id"] ?? "";
  const timestamp = headers["webhook-timestamp"] ?? "";
  if (id === "" || !/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key).update(id + "." + timestamp + ".").update(body).digest();
  return (headers["webhook-signature"] ?? "").split(" ").some((part) => part.startsWith("v1,") && isEqual(expected, Buffer.from(part.slice(3), "base64")));
}

// X-Signature-Next is there while a secret is being changed.
export function verifyXSignature(headers, body, secret) {
  const expected = createHmac("sha256", secret).update(body).digest();
  return ["x-signature", "x-signature-next"].some((name) => isEqual(expected, Buffer.from(headers[name] ?? "", "hex")));
}

function isEqual(left, right) {
  return left.length === right.length && timingSafeEqual(left, right);
}
`;

export const pythonCode = String.raw`import base64
import hashlib
import hmac
import time


# body: the raw bytes, before any JSON parser; secret: the whole text, whsec_ included.
def verify_webhook(headers, body, secret):
    id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if id == "" or not (timestamp.isascii() and timestamp.isdigit()) or abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    parts = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(expected.encode(), part.encode()) for part in parts)


# X-Signature-Next is there while a secret is being changed.
def verify_x_signature(headers, body, secret):
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    names = ("x-signature", "x-signature-next")
    return any(hmac.compare_digest(expected.encode(), headers.get(name, "").encode()) for name in names)
`;

export const phpCode = String.raw`<?php

// $body: file_get_contents('php://input'); $secret: the whole text, whsec_ included.
// $headers: array_change_key_case(getallheaders(), CASE_LOWER)
function verifyWebhook(array $headers, string $body, string $secret): bool
{
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if ($id === '' || !ctype_digit($timestamp) || abs(time() - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(substr($secret, strlen('whsec_')), true);
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', $id . '.' . $timestamp . '.' . $body, $key, true));
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $part) {
        if (hash_equals($expected, $part)) {
            return true;
        }
    }
    return false;
}

// X-Signature-Next is there while a secret is being changed.
function verifyXSignature(array $headers, string $body, string $secret): bool
{
    $expected = hash_hmac('sha256', $body, $secret);
    return hash_equals($expected, $headers['x-signature'] ?? '') || hash_equals($expected, $headers['x-signature-next'] ?? '');
}
`;

export const rubyCode = String.raw`require "openssl"

# body: request.body.read; secret: the whole text, whsec_ included.
# headers: names in lower case, as "webhook-id".
def verify_webhook(headers, body, secret)
  id, timestamp = headers.fetch("webhook-id", ""), headers.fetch("webhook-timestamp", "")
  return false if id.empty? || timestamp !~ /\A\d+\z/ || (Time.now.to_i - timestamp.to_i).abs > 300

  key = secret.delete_prefix("whsec_").unpack1("m0")
  expected = "v1," + [OpenSSL::HMAC.digest("SHA256", key, "#{id}.#{timestamp}.".b + body.b)].pack("m0")
  headers.fetch("webhook-signature", "").split(" ").any? { |part| OpenSSL.secure_compare(expected, part) }
end

# X-Signature-Next is there while a secret is being changed.
def verify_x_signature(headers, body, secret)
  expected = OpenSSL::HMAC.hexdigest("SHA256", secret, body)
  ["x-signature", "x-signature-next"].any? { |name| OpenSSL.secure_compare(expected, headers.fetch(name, "")) }
end
`;
