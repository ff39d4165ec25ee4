import assert from "node:assert/strict";
import { test } from "node:test";
import { derive, isSameSecret } from "../../../http/security/secrets.ts";

test("Secrets are the same only if they are equal", () => {
  assert.equal(isSameSecret("a secret", "a secret"), true);
  for (const other of ["", "a", "a secreT", "a secret ", "x".repeat(10_000)]) {
    assert.equal(isSameSecret("a secret", other), false, other.slice(0, 20));
  }
});

test("Derived values depend on the secret and the purpose", () => {
  const values = [
    derive("a", "b"),
    derive("a", "c"),
    derive("b", "b"),
    derive("ab", ""),
  ];
  assert.equal(new Set(values).size, values.length);
  assert.equal(derive("a", "b"), values[0]);
  assert.match(values[0], /^[\w-]{43}$/);
});
