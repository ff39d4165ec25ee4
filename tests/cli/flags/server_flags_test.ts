import assert from "node:assert/strict";
import { test } from "node:test";
import { parseServerFlags } from "../../../cli/flags/server_flags.ts";
import { commandLine } from "../_support/command_line.ts";

const { flags: parse, printed, refusal } = commandLine(
  parseServerFlags,
  "oml2-server",
);

test("Without options the defaults of the man page apply", () => {
  assert.deepEqual(parse(), {
    dataDir: undefined,
    backend: "sqlite",
    journal: "wal",
    views: false,
    rejects: true,
    pgPlace: {
      host: "localhost",
      address: undefined,
      port: 5432,
      user: "oml",
      password: undefined,
      sslMode: "prefer",
      sslRootCert: undefined,
      connectSeconds: 10,
      applicationName: "oml2-server",
      options: undefined,
    },
    pgConninfo: {},
    pgOnDatabase: undefined,
    pgOnTable: undefined,
    host: undefined,
    port: 3003,
    timeout: 60,
    allow: [],
    allowDomain: [],
    tls: undefined,
    limits: {
      maxConnections: 10_000,
      maxHeader: 64 * 1024,
      maxMessage: 16 * 1024 * 1024,
      maxFields: 1000,
      maxStreams: 4096,
      maxTables: 4096,
      maxDefinitions: 2 * 1024 * 1024,
      maxDomains: 1000,
      maxMemory: 64 * 1024 * 1024,
    },
    eventHook: undefined,
    user: undefined,
    group: undefined,
    http: undefined,
    peers: [],
    debugLevel: 3,
    clampedLevel: undefined,
    logfile: "-",
    logFormat: "text",
    oml: {
      id: undefined,
      domain: undefined,
      collect: undefined,
      noop: false,
      content: "binary",
      logLevel: undefined,
      logFile: undefined,
      bufsize: undefined,
    },
    check: false,
  });
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
  test(`${args.join(" ")} sets the level, as with popt`, () => {
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
  test(`A level of ${asked} becomes ${used}, with a possible warning`, () => {
    const { debugLevel, clampedLevel } = parse("-d", String(asked));
    assert.deepEqual([debugLevel, clampedLevel], [used, asked]);
  });
}

test("-l accepts a port, with an optional address before it", () => {
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

test("The last of several equal options counts", () => {
  assert.equal(parse("-d1", "-d2").debugLevel, 2);
});

test("Every other option is accepted", () => {
  const flags = parse(
    ...["--logfile=/tmp/l", "--log-format=json", "--journal=delete"],
    ...["--no-rejects", "-b", "postgresql", "--pg-host=db", "--pg-port=5433"],
    ...["--pg-user=me", "--pg-pass==s3 cret", "--pg-connect", "sslmode=allow"],
    ...["-H/bin/cat", "--user=oml", "--group", "staff", "--views"],
    ...["--pg-on-database=database.sql", "--pg-on-table", "table.sql"],
  );
  assert.deepEqual(flags, {
    ...parse(),
    views: true,
    logfile: "/tmp/l",
    logFormat: "json",
    journal: "delete",
    rejects: false,
    backend: "postgresql",
    pgPlace: {
      ...parse().pgPlace,
      host: "db",
      port: 5433,
      user: "me",
      password: "=s3 cret",
      sslMode: "allow",
    },
    pgConninfo: { sslmode: "allow" },
    pgOnDatabase: "database.sql",
    pgOnTable: "table.sql",
    eventHook: "/bin/cat",
    user: "oml",
    group: "staff",
  });
});

test("--pg-conninfo is another name of --pg-connect, and empty ones are ignored", () => {
  assert.equal(parse("--pg-conninfo=port=1").pgPlace.port, 1);
  const { pgConninfo, pgPlace } = parse("--pg-connect=", "--pg-pass", "");
  assert.deepEqual([pgConninfo, pgPlace.password], [{}, undefined]);
});

test("Limits are counts, or sizes in bytes, k, M or G", () => {
  const { limits } = parse(
    ...["--max-connections=5", "--max-fields=20", "--max-domains=3"],
    ...["--max-streams=7", "--max-tables=8", "--max-definitions=64k"],
    ...["--max-header=4096", "--max-message=64k", "--max-memory", "2G"],
  );
  assert.deepEqual(limits, {
    maxConnections: 5,
    maxFields: 20,
    maxStreams: 7,
    maxTables: 8,
    maxDefinitions: 64 * 1024,
    maxDomains: 3,
    maxHeader: 4096,
    maxMessage: 64 * 1024,
    maxMemory: 2 * 1024 ** 3,
  });
});

const refused: readonly (readonly [readonly string[], RegExp])[] = [
  [["--nonsense"], /unknown option '--nonsense'.*--help/],
  [["-x"], /unknown option '-x'.*--help/],
  [["-D"], /--data-dir.*argument missing/],
  [["-D", ""], /--data-dir: "" is empty; write a directory/],
  [["stray"], /too many arguments|stray/],
  [["-l", "no-such-service"], /--listen: "no-such-service" .*PORT/],
  [["-l", "70000"], /--listen: "70000" .*65535/],
  [["-l", "-1"], /--listen: "-1" .*PORT/],
  [["-l", ""], /--listen: "" .*PORT/],
  [["-l", "::1:3003"], /--listen: "::1:3003" .*\[IPV6\]:PORT/],
  [["-t", "soon"], /--timeout: "soon" .*60/],
  [["-t", "-5"], /--timeout: "-5" .*60/],
  [["-t", "1.5"], /--timeout: "1.5" .*60/],
  [["-d", "much"], /--debug-level: "much" .*1 to 4/],
  [["-d", ""], /--debug-level: "" .*1 to 4/],
  [["-b", "oracle"], /--backend: "oracle" .*sqlite, postgresql/],
  [["--journal=off"], /--journal: "off" .*wal, delete/],
  [["--log-format=xml"], /--log-format: "xml" .*text, json/],
  [["--logfile="], /--logfile: "" is empty; write a file, or -/],
  [["-H", ""], /--event-hook: "" is empty; write the path of a program/],
  [["--user=1000"], /--user: "1000" is a numeric id; write the name of a user/],
  [["--user=oml", "--group=0"], /--group: "0" is a numeric id; .* a group/],
  [["--group=oml"], /--group: "oml" needs a user; add --user NAME/],
  [["--pg-port=no-such"], /--pg-port: "no-such" .*write its number/],
  [["--pg-port=0"], /--pg-port: "0" .*1 to 65535/],
  [["--pg-host="], /--pg-host: "" is empty; write a host/],
  [["--max-connections=0"], /--max-connections: "0" .*1 to 1000000/],
  [["--max-fields=2000"], /--max-fields: "2000" .*1 to 1995/],
  [["--max-header=1"], /--max-header: "1" is not a size; .*1k to 64M/],
  [["--max-message=33M"], /--max-message: "33M" is not a size; .*1k to 32M/],
  [["--max-memory=lots"], /--max-memory: "lots" is not a size; .*64k/],
  [["--max-memory=1M"], /--max-memory: "1M" is less than --max-message, 16M;/],
  [["--oml-text", "--oml-binary"], /--oml-text.*--oml-binary/],
  [["-l", "a\u001b[2J\n:x"], /--listen: "a\\x1b\[2J\\x0a:x" /],
];
for (const [args, why] of refused) {
  test(`${JSON.stringify(args)} is rejected with option, value and remedy`, () => {
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
      ...["-D, --data-dir", "-b, --backend", "--journal", "--no-rejects"],
      ...[
        "--views",
        "-l, --listen",
        "-t, --timeout",
        "-H, --event-hook",
        "--user",
      ],
      ...["--group", "--pg-host", "--pg-port", "--pg-user", "--pg-pass"],
      ...["--pg-connect", "--pg-conninfo", "-d, --debug-level", "--logfile"],
      ...["--log-format", "--max-connections", "--max-header"],
      ...["--max-message", "--max-fields", "--max-domains", "--max-memory"],
      ...["--oml-collect", "--oml-id", "--oml-domain", "--oml-noop"],
      ...["--oml-text", "--oml-binary", "--oml-bufsize", "--oml-log-file"],
      ...["--oml-log-level", "--oml-help", "--usage", "-v, --version"],
    ];
    for (const option of options) assert.ok(help.includes(option), option);
    for (const value of ["3003", "60", "wal", "16M", "localhost", "oml"]) {
      assert.ok(help.includes(`default: ${value}`), value);
    }
    assert.doesNotMatch(help, /--oml-exp-id|--oml-server|--oml-file/);
  });
}

test("The help fits into 80 columns", () => {
  for (const line of printed("--help").split("\n")) {
    assert.ok(line.length <= 80, line);
  }
});

test("--usage prints a summary, whatever the other options", () => {
  const usage = printed("--usage");
  assert.match(usage, /^Usage: oml2-server \[-D\|--data-dir=DIR\] /);
  assert.match(usage, /\[-l\|--listen=\[HOST:\]PORT\]/);
  assert.match(usage, /\[--no-rejects\]/);
  assert.equal(printed("-d4", "--usage"), usage);
});

test("--oml-help prints only the options of the reports", () => {
  const help = printed("--oml-help");
  assert.match(help, /--oml-collect <uri>/);
  assert.doesNotMatch(help, /--data-dir/);
});
