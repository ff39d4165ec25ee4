import assert from "node:assert/strict";
import { test } from "node:test";
import { Access } from "../../../http/security/access.ts";
import { GuessLimit } from "../../../http/security/guess_limit.ts";

const TOKEN = "0123456789abcdef";
const PEER = "192.0.2.1";

function bearer(token: string): Headers {
  return new Headers({ authorization: `Bearer ${token}` });
}

test("Without a token everyone may use a site", () => {
  const access = new Access();
  assert.equal(access.needsToken, false);
  assert.deepEqual(access.check(new Headers(), PEER), {
    may: true,
    isProgram: false,
  });
});

test("With a token, only those who know it may", () => {
  const access = new Access(TOKEN);
  assert.equal(access.needsToken, true);
  assert.equal(access.check(bearer(TOKEN), PEER).may, true);
  for (
    const headers of [
      new Headers(),
      bearer(`${TOKEN}0`),
      bearer(""),
      new Headers({ authorization: `Basic ${TOKEN}` }),
      new Headers({ authorization: TOKEN }),
      new Headers({ cookie: TOKEN }),
    ]
  ) {
    assert.equal(access.check(headers, PEER).may, false);
  }
});

test("A session replaces the token", () => {
  const access = new Access(TOKEN);
  const cookie = access.sessions?.start().split(";")[0] ?? "";
  assert.deepEqual(access.check(new Headers({ cookie }), PEER), {
    may: true,
    isProgram: false,
  });
});

test("Who guesses has to wait, even with the right token; sessions go on", () => {
  const access = new Access(TOKEN, new GuessLimit(() => 0));
  for (let i = 0; i < 10; i++) access.check(bearer(`${i}`), PEER);
  assert.deepEqual(access.check(bearer(TOKEN), PEER), { may: false, wait: 2 });
  assert.deepEqual(access.checkToken(TOKEN, PEER), { may: false, wait: 2 });
  assert.equal(access.check(bearer(TOKEN), "192.0.2.2").may, true);
  const cookie = access.sessions?.start().split(";")[0] ?? "";
  assert.equal(access.check(new Headers({ cookie }), PEER).may, true);
});

test("The token against forged requests is another for each process, or token", () => {
  const [open, other] = [new Access(), new Access()];
  const [closed, same] = [new Access(TOKEN), new Access(TOKEN)];
  assert.notEqual(open.csrf, other.csrf);
  assert.equal(closed.csrf, same.csrf);
  assert.notEqual(closed.csrf, TOKEN);
  for (const access of [open, closed]) {
    const headers = new Headers({ "X-OML-Token": access.csrf });
    assert.equal(access.hasCsrf(headers), true);
    assert.equal(access.hasCsrf(new Headers()), false);
    assert.equal(other.hasCsrf(headers), false);
  }
});
