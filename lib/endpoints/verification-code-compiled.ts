// Texts for people to copy.

export const goCode = String.raw`package countersign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// VerifyWebhook takes the raw body, before any JSON decoder, and the whole secret, whsec_ included.
func VerifyWebhook(header http.Header, body []byte, secret string) bool {
	id, timestamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	age := time.Now().Unix() - seconds
	if id == "" || err != nil || age > 300 || age < -300 {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	expected := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	for _, part := range strings.Split(header.Get("webhook-signature"), " ") {
		if hmac.Equal(expected, []byte(part)) {
			return true
		}
	}
	return false
}

// VerifyXSignature also looks at X-Signature-Next, which is there while a secret is being changed.
func VerifyXSignature(header http.Header, body []byte, secret string) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	expected := []byte(hex.EncodeToString(mac.Sum(nil)))
	return hmac.Equal(expected, []byte(header.Get("X-Signature"))) || hmac.Equal(expected, []byte(header.Get("X-Signature-Next")))
}
`;

export const javaCode = String.raw`import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Countersign {
    /** headers: names in lower case; body: the raw bytes, before any JSON parser; secret: the whole text, whsec_ included. */
    public static boolean verifyWebhook(Map<String, String> headers, byte[] body, String secret) throws GeneralSecurityException {
        String id = headers.getOrDefault("webhook-id", "");
        String timestamp = headers.getOrDefault("webhook-timestamp", "");
        if (id.isEmpty() || !timestamp.matches("[0-9]{1,18}")) return false;
        if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) > 300) return false;
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        byte[] start = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] expected = ("v1," + Base64.getEncoder().encodeToString(hmac(key, start, body))).getBytes(StandardCharsets.UTF_8);
        for (String part : headers.getOrDefault("webhook-signature", "").split(" ")) {
            if (MessageDigest.isEqual(expected, part.getBytes(StandardCharsets.UTF_8))) return true;
        }
        return false;
    }

    /** X-Signature-Next is there while a secret is being changed. */
    public static boolean verifyXSignature(Map<String, String> headers, byte[] body, String secret) throws GeneralSecurityException {
        byte[] digest = hmac(secret.getBytes(StandardCharsets.UTF_8), new byte[0], body);
        byte[] expected = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, headers.getOrDefault("x-signature", "").getBytes(StandardCharsets.UTF_8))
            || MessageDigest.isEqual(expected, headers.getOrDefault("x-signature-next", "").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] start, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(start);
        return mac.doFinal(body);
    }
}
`;

export const csharpCode = String.raw`using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

public static class Countersign
{
    /// headers: names in lower case; body: the raw bytes, before any JSON parser; secret: the whole text, whsec_ included.
    public static bool VerifyWebhook(IReadOnlyDictionary<string, string> headers, byte[] body, string secret)
    {
        var id = headers.GetValueOrDefault("webhook-id", "");
        var timestamp = headers.GetValueOrDefault("webhook-timestamp", "");
        if (id == "" || !long.TryParse(timestamp, out var seconds)) return false;
        if (Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300) return false;
        var key = Convert.FromBase64String(secret.Substring("whsec_".Length));
        var signed = Encoding.UTF8.GetBytes(id + "." + timestamp + ".").Concat(body).ToArray();
        var expected = "v1," + Convert.ToBase64String(Hmac(key, signed));
        return headers.GetValueOrDefault("webhook-signature", "").Split(' ').Any(part => IsEqual(expected, part));
    }

    /// X-Signature-Next is there while a secret is being changed.
    public static bool VerifyXSignature(IReadOnlyDictionary<string, string> headers, byte[] body, string secret)
    {
        var expected = BitConverter.ToString(Hmac(Encoding.UTF8.GetBytes(secret), body)).Replace("-", "").ToLowerInvariant();
        return IsEqual(expected, headers.GetValueOrDefault("x-signature", "")) || IsEqual(expected, headers.GetValueOrDefault("x-signature-next", ""));
    }

    private static byte[] Hmac(byte[] key, byte[] bytes)
    {
        using (var hmac = new HMACSHA256(key)) return hmac.ComputeHash(bytes);
    }

    private static bool IsEqual(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
`;
