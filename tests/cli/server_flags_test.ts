import assert from "node:assert/strict";
import { test } from "node:test";
import { OptionsError } from "../../cli/options_error.ts";
import { parseServerFlags, type ServerFlags } from "../../cli/server_flags.ts";

function parse(...args: readonly string[]): ServerFlags {
  const parsed = parseServerFlags(args, "oml2-server");
  if ("print" in parsed) assert.fail(`It printed ${parsed.print}`);
  return parsed.flags;
}

function printed(...args: readonly string[]): string {
  const parsed = parseServerFlags(args, "oml2-server");
  return "print" in parsed ? parsed.print : assert.fail("It printed nothing");
}

/** The message that refuses a command line. */
function refusal(...args: readonly string[]): string {
  try {
    parseServerFlags(args, "oml2-server");
  } catch (error) {
    assert.ok(error instanceof OptionsError, String(error));
    assert.doesNotMatch(error.message, /\n/, "one line");
    return error.message;
  }
  assert.fail("It was accepted");
}

test("Without options the defaults of the man page hold", () => {
  const {
    dataDir,
    host,
    port,
    timeout,
    debugLevel,
    logfile,
    journal,
    rejects,
  } = parse();
  assert.deepEqual(
    [dataDir, host, port, timeout, debugLevel, logfile, journal, rejects],
    [undefined, undefined, 3003, 60, 3, "-", "wal", true],
  );
});

for (
  const args of [
    ["-d4"],
    ["-d", "4"],
    ["-d=4"],
    ["--debug-level=4"],
    ["--debug-level", "4"],
  ]
) {
  test(`${args.join(" ")} sets the level, as popt reads it`, () => {
    const { debugLevel, clampedLevel } = parse(...args);
    assert.deepEqual([debugLevel, clampedLevel], [4, undefined]);
  });
}

for (
  const args of [
    ["-D/srv/a b"],
    ["-D", "/srv/a b"],
    ["-D=/srv/a b"],
    ["--data-dir=/srv/a b"],
    ["--data-dir", "/srv/a b"],
  ]
) {
  test(`${args.join(" ")} sets the data directory`, () => {
    assert.equal(parse(...args).dataDir, "/srv/a b");
  });
}

test("-t0 never closes idle clients", () => {
  assert.equal(parse("-t0").timeout, 0);
  assert.equal(parse("--timeout=90").timeout, 90);
});

for (const [asked, used] of [[0, 1], [-2, 1], [5, 4], [99, 4]]) {
  test(`A level of ${asked} becomes ${used}, and can be warned of`, () => {
    const { debugLevel, clampedLevel } = parse("-d", String(asked));
    assert.deepEqual([debugLevel, clampedLevel], [used, asked]);
  });
}

test("-l takes a port, and an address before it", () => {
  const listens: readonly (readonly [string, string | undefined, number])[] = [
    ["3004", undefined, 3004],
    ["0", undefined, 0],
    ["127.0.0.1:3004", "127.0.0.1", 3004],
    ["localhost:3004", "localhost", 3004],
    ["[::1]:3004", "::1", 3004],
  ];
  for (const [text, host, port] of listens) {
    for (const args of [["-l", text], [`-l${text}`], [`--listen=${text}`]]) {
      const flags = parse(...args);
      assert.deepEqual([flags.host, flags.port], [host, port], args.join(" "));
    }
  }
});

test("The last of several counts", () => {
  assert.equal(parse("-d1", "-d2").debugLevel, 2);
});

test("--logfile, --journal and --no-rejects are understood", () => {
  const flags = parse("--logfile=/tmp/l", "--journal=delete", "--no-rejects");
  const { logfile, journal, rejects } = flags;
  assert.deepEqual([logfile, journal, rejects], ["/tmp/l", "delete", false]);
});

const refused: readonly (readonly [readonly string[], RegExp])[] = [
  [["--nonsense"], /unknown option '--nonsense'.*--help/],
  [["-x"], /unknown option '-x'.*--help/],
  [["-D"], /--data-dir.*argument missing/],
  [["stray"], /too many arguments|stray/],
  [["-l", "http"], /--listen: "http" .*PORT/],
  [["-l", "70000"], /--listen: "70000" .*65535/],
  [["-l", "-1"], /--listen: "-1" .*PORT/],
  [["-l", ""], /--listen: "" .*PORT/],
  [["-t", "soon"], /--timeout: "soon" .*60/],
  [["-t", "-5"], /--timeout: "-5" .*60/],
  [["-t", "1.5"], /--timeout: "1.5" .*60/],
  [["-d", "much"], /--debug-level: "much" .*1 to 4/],
  [["-d", ""], /--debug-level: "" .*1 to 4/],
  [["-b", "oracle"], /--backend: .*"oracle".*sqlite/],
  [["--journal=off"], /--journal.*off.*wal, delete/],
];
for (const [args, why] of refused) {
  test(`${args.join(" ")} is refused: option, value and remedy are named`, () => {
    assert.match(refusal(...args), why);
  });
}

for (const flag of ["-v", "--version"]) {
  test(`${flag} prints the version and the protocols`, () => {
    assert.match(
      printed(flag),
      /^oml2-server \d+\.\d+\.\d+\n.*OMSP V1 to V5\n$/,
    );
  });
}

for (const flag of ["-?", "--help"]) {
  test(`${flag} prints every option with its default`, () => {
    const help = printed(flag).replace(/\s+/g, " ");
    const options = [
      ...[
        "-D, --data-dir",
        "-l, --listen",
        "-t, --timeout",
        "-d, --debug-level",
      ],
      ...["--logfile", "-b, --backend", "--journal", "--no-rejects", "--usage"],
    ];
    for (const option of options) assert.ok(help.includes(option), option);
    assert.match(help, /default: 3003/);
    assert.match(help, /default: 60/);
  });
}

test("--usage prints a summary, whatever else is asked for", () => {
  assert.match(printed("--usage"), /^Usage: oml2-server /);
  assert.match(printed("-d4", "--usage"), /^Usage: /);
});
