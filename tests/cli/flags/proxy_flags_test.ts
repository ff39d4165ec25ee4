import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProxyFlags } from "../../../cli/flags/proxy_flags.ts";
import { commandLine } from "../_support/command_line.ts";

const { flags, printed, refusal } = commandLine(
  parseProxyFlags,
  "oml2-proxy-server",
);

const MIB = 1024 * 1024;

test("Without options the defaults of the man page apply", () => {
  assert.deepEqual(flags(), {
    host: undefined,
    port: 3003,
    control: { host: "127.0.0.1", port: 3004 },
    http: undefined,
    allow: [],
    tls: undefined,
    maxConnections: 10_000,
    check: false,
    resultfile: "oml_result_proxy.log",
    sync: "interval",
    size: 256 * 1024,
    memory: 64 * MIB,
    maxSpool: undefined,
    spoolPolicy: "block",
    deleteReplayed: false,
    dstHost: "localhost",
    dstPort: 3003,
    resumeHeader: true,
    autoResume: false,
    rate: undefined,
    debugLevel: 3,
    clampedLevel: undefined,
    logfile: "oml_proxy_server.log",
    logFormat: "text",
  });
});

test("The options of the man page are accepted, as with popt", () => {
  const asked = {
    ...flags(),
    host: "::1",
    port: 3013,
    resultfile: "/data/run 1",
    size: 1024,
    dstHost: "fe80::1",
    dstPort: 13_003,
    debugLevel: 4,
    logfile: "-",
  };
  assert.deepEqual(
    flags(
      ...["-l[::1]:3013", "-r/data/run 1", "-s1024", "-a[fe80::1]", "-p13003"],
      ...["-d4", "--logfile=-"],
    ),
    asked,
  );
  assert.deepEqual(
    flags(
      ...["-l=[::1]:3013", "-r=/data/run 1", "-s=1024", "-a=fe80::1"],
      ...["-p=13003", "-d=4", "--logfile", "-"],
    ),
    asked,
  );
  assert.deepEqual(
    flags(
      ...["--listen=[::1]:3013", "--resultfile", "/data/run 1", "--size=1k"],
      ...["--dstaddress=fe80::1", "--dstport=13003", "--debug-level=4"],
      "--logfile=-",
    ),
    asked,
  );
});

test("Options that the original does not have are accepted", () => {
  assert.deepEqual(
    flags(
      ...["-c", "0.0.0.0:4004", "--sync=always", "--memory=128M"],
      ...["--max-spool=10G", "--spool-policy=drop-new", "--delete-replayed"],
      ...["--no-resume-header", "--auto-resume", "--rate=100k"],
      "--log-format=json",
    ),
    {
      ...flags(),
      control: { host: "0.0.0.0", port: 4004 },
      sync: "always",
      memory: 128 * MIB,
      maxSpool: 10 * 1024 * MIB,
      spoolPolicy: "drop-new",
      deleteReplayed: true,
      resumeHeader: false,
      autoResume: true,
      rate: 100 * 1024,
      logFormat: "json",
    },
  );
});

test("A control port without a host is for this machine only", () => {
  assert.deepEqual(flags("-c0").control, { host: "127.0.0.1", port: 0 });
});

const refused: readonly (readonly [readonly string[], RegExp])[] = [
  [["--nonsense"], /unknown option '--nonsense'.*--help/],
  [["--resultfile"], /--resultfile.*argument missing/],
  [["stray"], /too many arguments/],
  [["-l", "70000"], /--listen: "70000" .*0 to 65535/],
  [["-c", "here"], /--control: "here" .*PORT/],
  [["-r", ""], /--resultfile: "" is empty; write a file/],
  [["-s", "0"], /--size: "0" is not a size; use e\.g\. 4096/],
  [["-s", "65M"], /--size: "65M" is more than --memory, 64M; lower the first/],
  [["-a", ""], /--dstaddress: "" is empty; write a host/],
  [["-p", "0"], /--dstport: "0" .*1 to 65535/],
  [["-p", "65536"], /--dstport: "65536" .*1 to 65535/],
  [["--sync=often"], /--sync: "often" .*always, interval, never/],
  [["--spool-policy=drop"], /--spool-policy: "drop" .*block, drop-new/],
  [["--max-spool=1"], /--max-spool: "1" is not a size/],
  [["--rate=fast"], /--rate: "fast" is not a size/],
  [["-d", "x"], /--debug-level: "x" .*1 to 4/],
];
for (const [args, why] of refused) {
  test(`${JSON.stringify(args)} is rejected with option, value and remedy`, () => {
    assert.match(refusal(...args), why);
  });
}

test("The help fits into 80 columns", () => {
  for (const line of printed("-?").split("\n")) {
    assert.ok(line.length <= 80, line);
  }
});

test("--version and --usage print, and exit", () => {
  assert.match(printed("-v"), /^oml2-proxy-server \d+\.\d+\.\d+\n/);
  assert.match(printed("--usage"), /\[-p\|--dstport=PORT\]/);
});
