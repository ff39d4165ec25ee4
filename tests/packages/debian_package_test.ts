import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import {
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { test } from "node:test";
import { notRoot } from "../_support/as_root.ts";
import { isInstalled } from "../_support/is_installed.ts";
import { startProgram } from "../_support/server_process.ts";
import { built, notBuilt } from "./_support/dist.ts";
import { isStoredIn, playTo } from "./_support/golden.ts";

const PACKAGE = "oml2-ts";
const DATA = "/var/lib/oml2";
const UNITS = ["oml2-server", "oml2-proxy-server"];

const skip = notBuilt || notRoot ||
  (!isInstalled("apt-get") && "only on Debian and its derivatives") ||
  (existsSync("/usr/bin/oml2") && "an OML server is installed here") ||
  ([DATA, "/etc/default/oml2-server"].some(existsSync) &&
    "something of an OML server is left here");

/** Runs a program; returns its output. */
function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    env: {
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      DEBIAN_FRONTEND: "noninteractive",
    },
  });
  assert.equal(status, 0, `${program} ${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

/** Another dpkg may hold its lock for some minutes. */
function apt(...args: readonly string[]): void {
  run("apt-get", "-y", "-o", "DPkg::Lock::Timeout=300", ...args);
}

/** Installs the package for the duration of `use`, and purges it. */
async function whileInstalled(use: () => Promise<void> | void): Promise<void> {
  apt("install", "--no-install-recommends", built(/\.deb$/));
  try {
    await use();
  } finally {
    apt("purge", PACKAGE);
  }
}

function userExists(): boolean {
  return spawnSync("getent", ["passwd", "oml2"]).status === 0;
}

/** The command that systemd would run for a unit, with additional options. */
function unitCommand(unit: string, options: string): string[] {
  const text = readFileSync(`/usr/lib/systemd/system/${unit}.service`, "utf8");
  const setting = (name: string) =>
    new RegExp(`^${name}=-?(.*)$`, "m").exec(text)?.[1] ?? "";
  const script = `. ${setting("EnvironmentFile")}; exec ${
    setting("ExecStart")
  } ${options}`;
  const environment = [...text.matchAll(/^Environment=(?!")(.*)$/gm)]
    .map(([, assignment]) => assignment);
  const account = ["--reuid", setting("User"), "--regid", setting("Group")];
  return [
    ...["setpriv", ...account, "--clear-groups"],
    ...["env", "-i", "PATH=/usr/bin:/bin", ...environment, "sh", "-c", script],
  ];
}

/** Runs the command that systemd would run for a unit, to its end. */
function spawnUnit(unit: string, options: string): SpawnSyncReturns<string> {
  const [program, ...args] = unitCommand(unit, options);
  return spawnSync(program, args, { encoding: "utf8", timeout: 20_000 });
}

/**
 * The unit accepts the options that the original's package left in
 * /etc/default/oml2-server: without -D, and with the user that it already runs
 * as.
 */
async function servesAsTheOriginalsPackage(): Promise<void> {
  writeFileSync(
    "/etc/default/oml2-server",
    'OPTS="-l 3003 --logfile=/var/log/oml2-server.log --user=oml2 --group=oml2"\n',
  );
  const refused = spawnUnit("oml2-server", "-l 0");
  assert.equal(refused.status, 1);
  assert.match(
    refused.stderr,
    /Cannot write the log .*give its user write permission/,
  );
  const server = await startProgram(
    unitCommand("oml2-server", "-l 0 --logfile=-"),
  );
  assert.match(server.stderr(), new RegExp(`databases in ${DATA}\n`));
  assert.equal(await server.stop(), 0);
}

test("A purge leaves nothing of the Debian package", { skip }, async () => {
  let files: string[] = [];
  await whileInstalled(() => {
    files = run("dpkg", "-L", PACKAGE).trim().split("\n")
      .filter((path) => existsSync(path) && !statSync(path).isDirectory());
    assert.ok(files.includes("/usr/bin/oml2-server"), files.join("\n"));
    assert.ok(userExists());
    assert.match(run("oml2-server", "--version"), /^oml2-server /);
    assert.match(run("oml2-proxy-server", "--version"), /^oml2-proxy/);
    if (isInstalled("systemd-analyze")) {
      run(
        "systemd-analyze",
        "verify",
        ...UNITS.map((unit) => `${unit}.service`),
      );
    }
  });
  assert.deepEqual(files.filter(existsSync), []);
  assert.deepEqual([userExists(), existsSync(DATA)], [false, false]);
});

test(
  "The server of the Debian package runs as its unit says, and a purge keeps the measurements",
  { skip },
  async () => {
    try {
      await whileInstalled(async () => {
        const server = await startProgram(unitCommand("oml2-server", "-l 0"));
        const proxy = await startProgram(
          unitCommand(
            "oml2-proxy-server",
            `-p ${server.port} -l 0 -c 0 --auto-resume`,
          ),
        );
        await playTo(proxy, DATA);
        await isStoredIn(DATA);
        assert.deepEqual([await proxy.stop(), await server.stop()], [0, 0]);
        await servesAsTheOriginalsPackage();
      });
      await isStoredIn(DATA);
      assert.ok(userExists());
    } finally {
      for (const path of [DATA, `${DATA}-proxy`]) {
        rmSync(path, { recursive: true, force: true });
      }
      spawnSync("userdel", ["oml2"]);
    }
  },
);
