import assert from "node:assert/strict";
import { test } from "node:test";
import { Sessions } from "../../../http/security/sessions.ts";

const TOKEN = "0123456789abcdef";
const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** The cookie that a browser sends back. */
function cookieOf(header: string): string {
  return header.split(";")[0];
}

test("A session is known by its cookie, among others, after a restart as well", () => {
  const cookie = cookieOf(new Sessions(TOKEN).start());
  const restarted = new Sessions(TOKEN);
  assert.equal(restarted.has(cookie), true);
  assert.equal(restarted.has(`a=b; ${cookie}; c=d`), true);
  assert.equal(restarted.has(`${restarted.cookie}=forged; ${cookie}`), true);
});

test("The cookie is kept from scripts and other sites, and is not the token", () => {
  const header = new Sessions(TOKEN).start();
  assert.match(header, /; HttpOnly; SameSite=Strict$/);
  assert.match(header, /; Path=\/; Max-Age=2592000;/);
  assert.equal(header.includes(TOKEN), false);
});

test("A session ends after a month", () => {
  let now = 1_800_000_000_000;
  const sessions = new Sessions(TOKEN, () => now);
  const cookie = cookieOf(sessions.start());
  now += MONTH_MS - 1_000;
  assert.equal(sessions.has(cookie), true);
  now += 1_000;
  assert.equal(sessions.has(cookie), false);
});

test("Other cookies are no session", () => {
  const sessions = new Sessions(TOKEN);
  const name = sessions.cookie;
  const cookie = cookieOf(sessions.start());
  const later = cookie.replace(/=\d/, "=9");
  const other = cookieOf(new Sessions(`${TOKEN}x`).start());
  const forged = [
    ...[null, "", `${name}=`, `${name}=9999999999.`, `${name}=.`, later, other],
    `${name}=${other.split("=")[1]}`,
    `${cookie}x`,
    `x${cookie}`,
  ];
  for (const header of forged) {
    assert.equal(sessions.has(header), false, String(header));
  }
});

test("Sites with different tokens use different cookies", () => {
  assert.notEqual(new Sessions(TOKEN).cookie, new Sessions("other").cookie);
});

test("Logging out removes the cookie", () => {
  const sessions = new Sessions(TOKEN);
  assert.match(sessions.end(), new RegExp(`^${sessions.cookie}=;.*Max-Age=0`));
  assert.equal(sessions.has(cookieOf(sessions.end())), false);
});
