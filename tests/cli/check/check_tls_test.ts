import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { checkServerTls, checkTls } from "../../../cli/check/check_tls.ts";
import type { Finding } from "../../../cli/check/finding.ts";
import type { TlsOptions } from "../../../cli/flags/tls_flags.ts";
import { TestCa } from "../../_support/certificates.ts";

const NAMES = "DNS:localhost";

const ca = new TestCa();
after(() => ca[Symbol.dispose]());
const good = ca.issue("good", NAMES);
const other = ca.issue("other", NAMES);

function check(options: Partial<TlsOptions>): readonly Finding[] {
  return checkTls({
    tls: {
      ...good,
      clientCa: undefined,
      requiresCertificate: false,
      plainListen: undefined,
      domains: undefined,
      ...options,
    },
  });
}

/** The only finding, as text. */
function said([finding, ...others]: readonly Finding[]): string {
  assert.deepEqual(others, []);
  const { state, subject, text, remedy } = finding;
  return `${state} ${subject}: ${text} → ${remedy}`;
}

test("Files that can be used are reported with the end of their validity", () => {
  assert.match(
    said(check({})),
    /^ok TLS: .*good\.pem and its key, valid until /,
  );
  assert.deepEqual(checkTls({ tls: undefined }), []);
});

test("A certificate that is missing or damaged is a problem", () => {
  const missing = check({ cert: ca.path("nothing.pem") });
  assert.match(said(missing), /^problem TLS: Cannot read .* → check its path/);
  const text = ca.path("text.pem");
  writeFileSync(text, "no certificate");
  assert.match(said(check({ cert: text })), /^problem .* → give a certificate/);
});

test("A certificate that has expired is a problem, one that soon will a warning", () => {
  const expired = check(ca.issue("expired", NAMES, -1));
  assert.match(said(expired), /^problem TLS: .* expired on .* → renew it/);
  const soon = check(ca.issue("soon", NAMES, 3));
  assert.match(said(soon), /^warning TLS: .* valid until .* → renew it/);
});

test("A key of another certificate is a problem", () => {
  assert.match(
    said(check({ key: other.key })),
    /^problem TLS: .*other\.key is not its key → give the key/,
  );
});

test("Certificates of CAs, and rules for domains, are read too", () => {
  const rules = ca.path("domains");
  writeFileSync(rules, "node1 lab-*\n");
  const fine = check({ clientCa: ca.ca, domains: rules });
  assert.deepEqual(fine.map(({ state }) => state), ["ok", "ok", "ok"]);
  writeFileSync(rules, "node1\n");
  const wrong = check({ clientCa: ca.path("none"), domains: rules });
  assert.deepEqual(
    wrong.map(({ state, subject }) => `${state} ${subject}`),
    ["ok TLS", "problem TLS clients", "problem TLS domains"],
  );
  const { cert } = ca.issue("old", NAMES, -1);
  assert.match(check({ clientCa: cert })[1].text, /expired on/);
});

test("The files for another server are read, and a certificate needs its key", () => {
  const { cert, key } = good;
  const look = (tls: Parameters<typeof checkServerTls>[1]) =>
    checkServerTls("upstream TLS", tls).map(({ state }) => state);
  assert.deepEqual(look(undefined), []);
  assert.deepEqual(look({}), []);
  assert.deepEqual(look({ ca: ca.ca, cert, key }), ["ok", "ok"]);
  assert.deepEqual(look({ cert }), ["problem"]);
  assert.deepEqual(look({ cert, key: other.key }), ["problem"]);
});
