import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, test } from "node:test";
import { httpToken } from "../../../cli/http/http_token.ts";
import { useOwnEnv } from "../../_support/own_env.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

useOwnEnv();
const TOKEN = "0123456789abcdef";
const root = makeTempDir();
after(() => removeTempDir(root));

function tokenOf(tokenFile?: string): string | undefined {
  return httpToken({ tokenFile });
}

function file(text: string): string {
  const path = join(root, "token");
  writeFileSync(path, text);
  return path;
}

test("There is no token if none is given", () => {
  assert.equal(tokenOf(), undefined);
});

test("The token is in the environment, or a file, which counts more", () => {
  process.env.OML_HTTP_TOKEN = `${TOKEN}-env`;
  assert.equal(tokenOf(), `${TOKEN}-env`);
  assert.equal(tokenOf(file(`${TOKEN}\n`)), TOKEN);
});

test("A missing file and a bad token are errors with the remedy", () => {
  const missing = join(root, "missing");
  assert.throws(() => tokenOf(missing), {
    name: "TokenError",
    message: new RegExp(`^Cannot read the token in ${missing}: `),
    hint: /--http-token-file/,
  });
  const path = file("short\n");
  assert.throws(() => tokenOf(path), {
    message: new RegExp(`^The token in the file ${path} has 5 characters`),
  });
  process.env.OML_HTTP_TOKEN = "short too";
  assert.throws(() => tokenOf(), {
    message: /^The token in OML_HTTP_TOKEN has spaces/,
  });
});
