import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { readCertificates, readIdentity } from "../../ports/tls_files.ts";
import { TestCa } from "../_support/certificates.ts";

test("A certificate and its key are read", () => {
  using ca = new TestCa();
  const { cert, key } = readIdentity(ca.issue("a", "DNS:a"));
  assert.match(cert, /BEGIN CERTIFICATE/);
  assert.match(key, /PRIVATE KEY/);
  assert.match(readCertificates(ca.ca), /BEGIN CERTIFICATE/);
});

test("Files that can't be used are named, with the remedy", () => {
  using ca = new TestCa();
  const good = ca.issue("a", "DNS:a");
  const old = ca.issue("old", "DNS:old", -1);
  const text = ca.path("text");
  writeFileSync(text, "no PEM\n");
  const locked = ca.path("locked.key");
  execFileSync("openssl", [
    ...["pkey", "-in", good.key, "-aes256", "-passout", "pass:secret"],
    ...["-out", locked],
  ]);
  const refused = (cert: string, key: string, message: RegExp, hint: RegExp) =>
    assert.throws(() => readIdentity({ cert, key }), {
      ...{ name: "TlsError", message, hint },
    });
  refused(old.cert, old.key, /old\.pem: it expired on .*20\d\d/, /renew it/);
  refused(good.cert, old.key, /a\.pem: \S+old\.key is not its key/, /give/);
  refused(text, good.key, /text: there is no certificate/, /PEM format/);
  refused(ca.path("no"), good.key, /Cannot read \S+no: /, /may read it/);
  refused(good.cert, locked, /locked\.key: /, /without a passphrase/);
});
