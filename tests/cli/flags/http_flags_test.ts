import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { parseProxyFlags } from "../../../cli/flags/proxy_flags.ts";
import { parseServerFlags } from "../../../cli/flags/server_flags.ts";
import { useOwnEnv } from "../../_support/own_env.ts";
import { commandLine } from "../_support/command_line.ts";

useOwnEnv();

for (
  const { program, flags, refusal } of [
    {
      program: "oml2-server",
      ...commandLine(parseServerFlags, "oml2-server"),
    },
    {
      program: "oml2-proxy-server",
      ...commandLine(parseProxyFlags, "oml2-proxy-server"),
    },
  ]
) {
  test(`${program}: HTTP is not served by default`, () => {
    assert.equal(flags().http, undefined);
  });

  test(`${program}: a port alone is loopback`, () => {
    const tokenFile = undefined;
    assert.deepEqual(flags("--http", "8080").http, {
      host: "127.0.0.1",
      port: 8080,
      tokenFile,
      option: "--http",
    });
    assert.deepEqual(flags("--http=[::1]:0").http, {
      host: "::1",
      port: 0,
      tokenFile,
      option: "--http",
    });
    assert.equal(flags("--http", "localhost:80").http?.host, "localhost");
  });

  test(`${program}: other machines need a token, of a file or the environment`, () => {
    for (const place of ["*:8080", "0.0.0.0:8080", "[::]:8080", "lab:8080"]) {
      const message = refusal("--http", place);
      assert.match(message, /can be reached from other machines/);
      assert.match(message, /--http-token-file FILE/);
      assert.match(message, /OML_HTTP_TOKEN/);
      assert.match(message, /--http 8080, for this machine only/);
      const { http } = flags("--http", place, "--http-token-file", "f");
      assert.equal(http?.tokenFile, "f");
      assert.equal(
        http?.host,
        {
          "*:8080": undefined,
          "0.0.0.0:8080": "0.0.0.0",
          "[::]:8080": "::",
          "lab:8080": "lab",
        }[place],
      );
    }
    process.env.OML_HTTP_TOKEN = "0123456789abcdef";
    assert.equal(flags("--http", "*:8080").http?.port, 8080);
  });

  test(`${program}: a token alone, and odd ports, are refused`, () => {
    assert.match(refusal("--http-token-file", "f"), /add --http PORT/);
    for (const place of ["", "x", "70000", "1.2.3.4:", "::1:80"]) {
      assert.match(refusal("--http", place), /^option --http: /, place);
    }
  });
}
