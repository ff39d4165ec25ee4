import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

/** Names that no file of the codec may use. */
const FORBIDDEN =
  /\b(?:Deno|process|Buffer|fetch|console|Date|performance|crypto|globalThis|window|self|navigator|require|setTimeout|setInterval|queueMicrotask)\b|Math\.random|node:|npm:|jsr:|https?:|\bimport\s*\(/g;

/** The global classes that a file may use besides those of ECMAScript. */
const GLOBALS = `
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(
    text: string,
    target: Uint8Array,
  ): { read: number; written: number };
}
declare class TextDecoder {
  constructor(label?: string, options?: { ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}
`;

/** The source without its comments, which may use any name. */
function code(source: string): string {
  return source.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
}

function forbidden(source: string): string[] {
  return code(source).match(FORBIDDEN) ?? [];
}

/** The imports and re-exports of a source. */
function imports(source: string): string[] {
  const found = code(source).matchAll(/\b(?:from|import)\s*"([^"]*)"/g);
  return Array.from(found, (match) => match[1]);
}

function codecFiles(): string[] {
  const files = readdirSync(join(repositoryRoot, "codec"), {
    recursive: true,
    encoding: "utf8",
  }).filter((file) => file.endsWith(".ts"));
  return ["mod.ts", ...files.map((file) => join("codec", file))];
}

function read(file: string): string {
  return readFileSync(join(repositoryRoot, file), "utf8");
}

test("The codec uses no runtime, clock or random number", () => {
  assert(codecFiles().length > 40);
  for (const file of codecFiles()) {
    assert.deepEqual(forbidden(read(file)), [], file);
  }
});

test("The codec imports only itself", () => {
  for (const file of codecFiles()) {
    for (const specifier of imports(read(file))) {
      assert.match(specifier, /^\.\.?\/.*\.ts$/, file);
      const target = relative("codec", join(dirname(file), specifier));
      assert(!target.startsWith(".."), `${file} imports ${specifier}`);
    }
  }
});

test("The search finds its patterns, except in comments", () => {
  const impure = [
    'import fs from "node:fs";',
    "const now = Date.now();",
    "const x = Math.random();",
    "Deno.exit();",
    'await import("./a.ts");',
  ];
  for (const line of impure) assert.equal(forbidden(line).length, 1, line);
  assert.deepEqual(forbidden("/* Date */ const a = 1; // Deno"), []);
  assert.deepEqual(imports('import "a";\nexport {\n  b,\n} from "./b.ts";'), [
    "a",
    "./b.ts",
  ]);
});

test("The codec needs only ECMAScript's types and two classes", {
  skip: process.versions.deno === undefined && "deno check runs under Deno",
}, () => {
  const directory = makeTempDir();
  try {
    for (const source of ["codec", "mod.ts"]) {
      cpSync(join(repositoryRoot, source), join(directory, source), {
        recursive: true,
      });
    }
    writeFileSync(join(directory, "globals.d.ts"), GLOBALS);
    const compilerOptions = { lib: ["esnext"], types: ["./globals.d.ts"] };
    writeFileSync(
      join(directory, "deno.json"),
      JSON.stringify({ compilerOptions }),
    );
    const check = () =>
      execFileSync(process.execPath, ["check", "--quiet", "mod.ts"], {
        cwd: directory,
        stdio: "pipe",
      });
    check();
    writeFileSync(join(directory, "mod.ts"), "export const now = fetch;\n");
    assert.throws(check, /Cannot find name 'fetch'/, "the check must bite");
  } finally {
    removeTempDir(directory);
  }
});
