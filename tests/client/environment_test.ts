import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { environmentOptions } from "../../client/environment.ts";
import { useOwnEnv } from "../_support/own_env.ts";

useOwnEnv();

test("environmentOptions reads liboml2's variables", () => {
  assert.deepEqual(
    environmentOptions({
      OML_NAME: "node-1",
      OML_DOMAIN: "demo",
      OML_COLLECT: "tcp:host:3003",
    }),
    { senderId: "node-1", domain: "demo", collect: "tcp:host:3003" },
  );
});

test("environmentOptions reads obsolete names if the new ones are missing", () => {
  const old = { OML_EXP_ID: "old", OML_SERVER: "old:3003" };
  assert.deepEqual(environmentOptions(old), {
    domain: "old",
    collect: "old:3003",
  });
  assert.deepEqual(
    environmentOptions({ ...old, OML_DOMAIN: "new", OML_COLLECT: "" }),
    { domain: "new", collect: "old:3003" },
  );
});

test("environmentOptions reads the program's own environment", () => {
  process.env.OML_NAME = "me";
  assert.equal(environmentOptions().senderId, "me");
  delete process.env.OML_NAME;
  assert.equal("senderId" in environmentOptions(), false);
});

test("The files of TLS are read only for a target with TLS", () => {
  const files = { OML_TLS_CA: "ca.pem", OML_TLS_CERT: "c.pem" };
  assert.deepEqual(environmentOptions({ OML_COLLECT: "lab", ...files }), {
    collect: "lab",
  });
  assert.deepEqual(environmentOptions({ OML_COLLECT: "tls:lab:1", ...files }), {
    collect: "tls:lab:1",
    tls: { ca: "ca.pem", cert: "c.pem", key: undefined },
  });
});
