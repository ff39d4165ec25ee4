import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../_support/client.ts";
import { DomainListener, sendDomains } from "../_support/domain_listener.ts";
import { Haproxy, whyNoHaproxy } from "../_support/haproxy.ts";
import { headers } from "../_support/hello.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";

const FILE = "haproxy-by-domain.conf";

const skip = whyNoHaproxy();

test("The configuration by domain is valid", { skip }, () => {
  const path = join(repositoryRoot, "contrib", FILE);
  const { status, stdout, stderr } = spawnSync("haproxy", ["-c", "-f", path], {
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin" },
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout + stderr);
});

test("A client is sent on when its domain is known, however it is cut", {
  skip,
}, async () => {
  const listeners = await Promise.all([1, 2, 3].map(DomainListener.start));
  try {
    await using haproxy = await Haproxy.start(
      listeners.map(({ port }) => port),
      { file: FILE },
    );
    const sent: string[] = [];
    const send = async (text: string, cut: number, pause: number) => {
      sent.push(text);
      const client = await connect(haproxy.port);
      await client.send(text.slice(0, cut));
      await delay(pause);
      await client.send(text.slice(cut));
      await client.end();
    };
    const text = (sender: string, newline: string, old = false) => {
      const lines = headers({ domain: "odd lab", sender, newline });
      return (old ? lines.replace("domain:", "experiment-id:") : lines) +
        `1\t1\t0\t1${newline}2\t1\t0\tdomain: x${newline}`;
    };
    const { length } = headers({ domain: "odd lab" });
    await Promise.all(
      Array.from({ length }, (_, cut) => cut + 1).flatMap((cut) => [
        send(text(`a${cut}`, "\n"), cut, 20),
        ...cut % 4 === 0
          ? [
            send(text(`b${cut}`, "\r\n"), cut, 20),
            send(text(`c${cut}`, "\n", true), cut, 500),
          ]
          : [],
      ]),
    );
    const received = listeners.map(({ streams }) => streams)
      .filter((streams) => streams.length > 0);
    assert.equal(received.length, 1, "all go to one server");
    assert.deepEqual(received[0].sort(), sent.sort());
  } finally {
    for (const listener of listeners) listener[Symbol.dispose]();
  }
});

test("A fourth server takes experiments from the others, which exchange none", {
  skip,
}, async () => {
  const count = 200;
  const names = Array.from({ length: count }, (_, i) => `run-${i}`);
  const listeners = await Promise.all([1, 2, 3, 4].map(DomainListener.start));
  const ports = listeners.map(({ port }) => port);
  try {
    const place = async (servers: number) => {
      await using haproxy = await Haproxy.start(ports.slice(0, servers), {
        file: FILE,
        edit: (text) =>
          servers < 4 ? text : text.replace(
            / +server oml-3 .+ id 3\n/,
            `$&    server oml-4 127.0.0.1:${ports[3]} id 4\n`,
          ),
      });
      await sendDomains(haproxy.port, names);
      return listeners.map(({ domains }) => {
        const placed = new Set(domains);
        domains.clear();
        return placed;
      });
    };
    const before = await place(3);
    const after = await place(4);
    const sizes = after.map(({ size }) => size);
    assert.equal(sizes.reduce((a, b) => a + b), count);
    for (const [i, domains] of before.slice(0, 3).entries()) {
      assert.deepEqual([...after[i]].filter((name) => !domains.has(name)), []);
      assert.ok(domains.size > count / 6, `${domains.size} of ${count}`);
    }
    assert.ok(sizes[3] > count / 10 && sizes[3] < count / 2, `${sizes}`);
  } finally {
    for (const listener of listeners) listener[Symbol.dispose]();
  }
});

test("A client that names no experiment is refused", { skip }, async () => {
  using listener = await DomainListener.start();
  await using haproxy = await Haproxy.start([listener.port], { file: FILE });
  const long = await connect(haproxy.port);
  await long.send(`protocol: 4\nx: ${"y".repeat(20_000)}\n`)
    .catch(() => undefined);
  assert.ok(await long.serverEndsWithin());
  long.destroy();
  const closed = await connect(haproxy.port);
  await closed.send("protocol: 4\n\n");
  await closed.end();
  assert.equal(listener.domains.size, 0);
});
