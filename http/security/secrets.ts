/**
 * Functions for secrets.
 *
 * @module
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Whether two texts are the same, in a time that does not depend on them. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** A value that proves knowledge of `secret`, different for each `purpose`. */
export function derive(secret: string, purpose: string): string {
  return createHmac("sha256", secret).update(purpose).digest("base64url");
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
