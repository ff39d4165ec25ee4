import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { connect } from "../_support/client.ts";
import { FreezableDisk } from "../_support/freezable_disk.ts";
import { headers, numbered } from "../_support/hello.ts";
import { startServer } from "../_support/server_process.ts";
import { column, countRows } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";

const domains = ["a", "b", "c", "d", "e"];

/** Runs with `OML_LONG` only: held_thread_test.ts is the short form. */
const skip = process.env.OML_LONG ? false : "takes 10 s: OML_LONG=1";

test(
  "Data that a frozen disk can't take at a stop is saved in files elsewhere within 10 s",
  { skip },
  async (t) => {
    using disk = new FreezableDisk();
    if (!disk.mount()) return t.skip("only root can mount and freeze a disk");
    const elsewhere = makeTempDir();
    const dataDir = join(disk.path, "data");
    mkdirSync(dataDir);
    const path = (domain: string) => join(dataDir, `${domain}.sq3`);
    const env = { TMPDIR: elsewhere };
    const server = await startServer({ dataDir, env });
    try {
      const clients = [];
      for (const domain of domains) {
        const client = await connect(server.port);
        await client.send(headers({ domain }) + numbered(0, 100));
        clients.push(client);
      }
      for (const domain of domains) {
        const stored = () => countRows(path(domain), "app_m") === 100;
        await waitFor("rows", stored);
      }
      disk.freeze();
      for (const client of clients) await client.send(numbered(100, 20_000));

      const began = performance.now();
      const exited = server.terminate(20_000);
      const last = domains.map((domain) =>
        new RegExp(`${domain}: .* tuples of`)
      );
      await waitFor("the files", () => {
        const log = server.stderr();
        return last.every((line) => line.test(log)) &&
          /exits without it/.test(log);
      }, 10_000);
      assert.ok(performance.now() - began < 10_000);
      // The system keeps a process alive while one of its threads waits for a
      // frozen disk.
      disk.thaw();
      assert.notEqual(await exited, 0);
      clients.forEach((client) => client.destroy());

      const log = server.stderr();
      for (const domain of domains) {
        const stored = column(path(domain), "SELECT seq FROM app_m").map(
          Number,
        );
        const saved = numbersOf(elsewhere, domain);
        const all = new Set([...stored, ...saved]);
        assert.equal(all.size, 20_000, `${domain}: none is lost`);
        const doubled = stored.length + saved.length - all.size;
        if (doubled > 0) {
          assert.match(
            log,
            new RegExp(`${domain}: .*may or may not be stored`),
          );
        }
      }
    } finally {
      if (server.running) await server.kill();
      removeTempDir(elsewhere);
    }
  },
);

function numbersOf(directory: string, domain: string): number[] {
  return readdirSync(directory).filter((name) => name.startsWith(domain))
    .flatMap((name) => {
      const text = readFileSync(join(directory, name), "utf8");
      const [, body] = text.split("\n\n");
      return body.trimEnd().split("\n")
        .map((line) => Number(line.split("\t")[3]));
    });
}
