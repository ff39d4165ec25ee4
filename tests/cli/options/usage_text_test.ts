import assert from "node:assert/strict";
import { test } from "node:test";
import { Command, Option } from "commander";
import { usageText } from "../../../cli/options/usage_text.ts";

test("usageText() lists options as popt does, in lines of 80 columns", () => {
  const command = new Command("oml2-some").helpOption(false)
    .option("-D, --data-dir <dir>", "where")
    .option("--quiet", "no words")
    .addOption(new Option("--old <x>", "no more").hideHelp());
  for (let i = 1; i <= 6; i++) command.option(`--option-${i} <n>`, "a number");
  const text = usageText(command);
  const [first, second] = text.split("\n");
  assert.match(
    first,
    /^Usage: oml2-some \[-D\|--data-dir=DIR\] \[--quiet\] \[--option-1=N\]/,
  );
  assert.match(second, /^ {16} \[--option-/);
  assert(text.split("\n").every((line) => line.length <= 80));
  assert.doesNotMatch(text, /--old/);
});
