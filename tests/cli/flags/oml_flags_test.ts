import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { parseServerFlags } from "../../../cli/flags/server_flags.ts";
import { useOwnEnv } from "../../_support/own_env.ts";
import { commandLine } from "../_support/command_line.ts";

useOwnEnv();

const { flags, refusal } = commandLine(parseServerFlags, "oml2-server");
const oml = (...args: readonly string[]) => flags(...args).oml;

test("The options of liboml2 are accepted, with a blank and with =", () => {
  const all = {
    id: "s",
    domain: "d",
    collect: "tcp:lab:3003",
    noop: true,
    content: "text",
    logLevel: -2,
    logFile: "-",
    bufsize: 2048,
  };
  const pairs = [
    ...["--oml-id", "s", "--oml-domain", "d", "--oml-collect", "tcp:lab:3003"],
    ...["--oml-log-level", "-2", "--oml-log-file", "-"],
    ...["--oml-bufsize", "2048", "--oml-noop", "--oml-text"],
  ];
  assert.deepEqual(oml(...pairs), all);
  const joined = [
    ...["--oml-id=s", "--oml-domain=d", "--oml-collect=tcp:lab:3003"],
    ...["--oml-log-level=-2", "--oml-log-file=-", "--oml-bufsize=2k"],
    ...["--oml-noop", "--oml-text"],
  ];
  assert.deepEqual(oml(...joined), all);
});

test("The obsolete names are accepted, and the last of several counts", () => {
  const old = oml("--oml-exp-id", "d", "--oml-server", "lab:3003");
  assert.deepEqual([old.domain, old.collect], ["d", "lab:3003"]);
  assert.equal(oml("--oml-file", "/tmp/x").collect, "file:/tmp/x");
  assert.equal(oml("--oml-domain=a", "--oml-exp-id=b").domain, "b");
  assert.equal(oml("--oml-exp-id=b", "--oml-domain=a").domain, "a");
});

test("Files get text and servers binary messages by default", () => {
  assert.equal(oml("--oml-collect=file:x").content, "text");
  assert.equal(oml("--oml-collect=lab:3003").content, "binary");
  assert.equal(oml("--oml-collect=file:x", "--oml-binary").content, "binary");
});

test("The environment counts if there is no option", () => {
  process.env.OML_NAME = "s";
  process.env.OML_DOMAIN = "d";
  process.env.OML_COLLECT = "file:x";
  const { id, domain, collect, content } = oml();
  assert.deepEqual([id, domain, collect, content], [
    "s",
    "d",
    "file:x",
    "text",
  ]);
  assert.equal(oml("--oml-id=o").id, "o");
  assert.equal(oml("--oml-exp-id=o").domain, "o");
  assert.equal(oml("--oml-collect=lab").collect, "lab");
});

test("Obsolete variables count last, and empty ones are ignored", () => {
  process.env.OML_EXP_ID = "old";
  process.env.OML_SERVER = "old:3003";
  process.env.OML_NAME = "";
  assert.deepEqual([oml().domain, oml().collect, oml().id], [
    "old",
    "old:3003",
    undefined,
  ]);
  process.env.OML_DOMAIN = "new";
  process.env.OML_COLLECT = "new:3003";
  assert.deepEqual([oml().domain, oml().collect], ["new", "new:3003"]);
});

test("An invalid target is rejected", () => {
  for (const option of ["--oml-collect", "--oml-server"]) {
    assert.match(
      refusal(option, "tcp:lab:0"),
      new RegExp(`option ${option}: "tcp:lab:0" is not a target; use tcp:`),
    );
  }
});

test("A target with TLS has the files to verify its server", () => {
  const { tls } = oml(
    ...["--oml-collect", "tls:lab:3003", "--oml-tls-ca", "ca.pem"],
  );
  assert.deepEqual(tls, { ca: "ca.pem", cert: undefined, key: undefined });
});
