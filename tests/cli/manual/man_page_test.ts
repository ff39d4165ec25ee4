import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { Command } from "commander";
import { manPage } from "../../../cli/manual/man_page.ts";
import { PAGES } from "../../../cli/manual/pages.ts";
import { isInstalled } from "../../_support/is_installed.ts";

const noGroff = !isInstalled("groff") && "groff is not installed";
const noMandoc = !isInstalled("mandoc") && "mandoc is not installed";

function filter(program: string, args: readonly string[], page: string) {
  const { stdout, stderr } = spawnSync(program, args, {
    input: page,
    encoding: "utf8",
  });
  return { stdout, stderr };
}

for (const [name, documented] of PAGES) {
  const page = manPage(documented);

  test(`The page of ${name} has all sections, in order`, () => {
    const sections = [...page.matchAll(/^\.SH (.*)$/gm)].map(([, name]) =>
      name
    );
    const { signals, files } = documented.manual;
    const usual = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"];
    usual.push(...signals.length > 0 ? ["SIGNALS"] : []);
    usual.push(...files.length > 0 ? ["FILES"] : []);
    usual.push("EXIT STATUS", "EXAMPLES", "SEE ALSO");
    assert.deepEqual(sections.filter((name) => usual.includes(name)), usual);
  });

  test(
    `Groff accepts the page of ${name} without warnings`,
    { skip: noGroff },
    () => {
      const { stderr } = filter("groff", ["-man", "-ww", "-z"], page);
      assert.equal(stderr, "");
    },
  );

  test(
    `Mandoc only misses a date in the page of ${name}`,
    { skip: noMandoc },
    () => {
      const { stdout } = filter("mandoc", ["-Tlint", "-Wall"], page);
      const complaints = stdout.split("\n").filter((line) => line !== "");
      for (const line of complaints) assert.match(line, /missing date/);
    },
  );

  test(`The page of ${name} shows every option as it is typed`, {
    skip: noGroff,
  }, () => {
    const args = ["-man", "-Tascii", "-P-cbou"];
    const { stdout } = filter("groff", args, page);
    for (const { long } of documented.command.options.filter(visible)) {
      assert.ok(stdout.includes(` ${long}`), long);
    }
  });
}

function visible({ hidden }: { hidden: boolean }): boolean {
  return !hidden;
}

test("Text is shown unchanged, even if groff would interpret it", {
  skip: noGroff,
}, () => {
  const text = ".TH \\fBdon't\\fR \"quote\" ~/x -1 'y";
  const page = manPage({
    command: new Command("x").option("--x <y>", text),
    manual: {
      program: "x",
      summary: "x",
      description: [],
      topics: [],
      examples: [],
      environment: [],
      signals: [["X", `'${text}`]],
      files: [],
      exitStatus: [],
      seeAlso: [],
    },
  });
  const { stdout } = filter("groff", ["-man", "-Tascii", "-P-cbou"], page);
  const plain = stdout.replace(/\s+/g, " ");
  assert.ok(plain.includes(`--x y ${text}`), plain);
  assert.ok(plain.includes(`X '${text}`), plain);
});
