import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { zshCompletions } from "../../../cli/completions/zsh.ts";
import { isInstalled } from "../../_support/is_installed.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { SAMPLE } from "./_support/sample.ts";

const skip = !isInstalled("zsh") && "zsh is not installed";
const directory = makeTempDir();
after(() => removeTempDir(directory));
writeFileSync(join(directory, "_oml2"), zshCompletions(SAMPLE));

/** Types `$2` and TAB into a zsh on a terminal, until it shows `$3`. */
const TYPE = `
  zmodload zsh/zpty
  zpty -b shell zsh -f -i
  zpty -w shell "fpath=($1 \\$fpath); autoload -U compinit; compinit -u -D"
  zpty -w shell "unsetopt zle_bracketed_paste prompt_sp; PS1=; echo re''ady"
  zpty -r shell output "*ready*"
  zpty -w -n shell "$2"$'\\t\\t'
  zpty -r shell output "*$3*"
  zpty -d shell`;

const suggested = [
  ["oml2 sta", "oml2 status"],
  ["oml2 server --data", "--data-dir"],
  ["oml2-server --use", "--user"],
  ["oml2-server --backend=", "postgresql"],
  ["oml2 man ", "proxy"],
];
for (const [line, shown] of suggested) {
  test(`Zsh suggests "${shown}" for "${line}"`, { skip }, () => {
    const args = ["-f", "-c", TYPE, "-", directory, line, shown];
    const { status, stderr } = spawnSync("zsh", args, {
      cwd: directory,
      encoding: "utf8",
      timeout: 10_000,
    });
    assert.deepEqual([status, stderr], [0, ""]);
  });
}

test("The script contains every option, with its text safely quoted", () => {
  const script = zshCompletions(SAMPLE);
  assert.match(script, /^#compdef oml2 oml2-server$/m);
  assert.ok(script.includes(
    `'(-D --data-dir)'{-D+,--data-dir=}'[directory\\: \\[where\\] ` +
      `it'\\''s kept]:dir:_files -/'`,
  ));
  assert.ok(script.includes(`{'-?',--help}'[print this help]'`));
  assert.match(script, /'1:word:\(server proxy\)'/);
  assert.doesNotMatch(script, /secret/);
});
