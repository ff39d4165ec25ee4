import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isFollowedLink,
  isForeign,
  isOwnHost,
} from "../../../http/security/origin.ts";

test("Loopback names, IP addresses and the operator's name are this machine's", () => {
  for (
    const host of [
      ...[null, "localhost", "localhost:8080", "LOCALHOST:1", "a.localhost"],
      ...["127.0.0.1:8080", "192.168.1.9", "[::1]:8080", "[fe80::1]"],
      ...["server.lab:8080", "Server.Lab"],
    ]
  ) {
    assert.equal(isOwnHost(host, "server.lab"), true, String(host));
  }
});

test("Other names may be other sites'", () => {
  for (
    const host of [
      ...["", ":8080", "example.org", "localhost.example.org", "xlocalhost"],
      ...["127.0.0.1.example.org", "server.lab.example.org", "1.2.3.4.5"],
      ...["[::1].example.org", "[localhost", "a b", "127.0.0.1@example.org"],
      "example.org:80:80",
    ]
  ) {
    assert.equal(isOwnHost(host, "server.lab"), false, host);
    assert.equal(isOwnHost(host, undefined), false, host);
  }
});

test("Pages of other origins are foreign", () => {
  const host = "localhost:8080";
  const foreign: readonly Record<string, string>[] = [
    { host, origin: "http://example.org" },
    { host, origin: "null" },
    { host, origin: "http://localhost:8081" },
    { host, origin: "http://localhost" },
    { host, origin: "http://localhost:8080.example.org" },
    { origin: "http://localhost:8080" },
    { host, "sec-fetch-site": "cross-site" },
    { host, "sec-fetch-site": "same-site" },
    { host, origin: "http://localhost:8080", "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    assert.equal(
      isForeign(new Headers(headers)),
      true,
      JSON.stringify(headers),
    );
  }
});

test("The own page and programs are not", () => {
  const own: readonly Record<string, string>[] = [
    {},
    { host: "localhost:8080" },
    { host: "localhost:8080", origin: "http://localhost:8080" },
    { host: "server.lab", origin: "https://Server.lab" },
    { host: "[::1]:8080", origin: "http://[::1]:8080" },
    { host: "localhost:8080", "sec-fetch-site": "same-origin" },
    { host: "localhost:8080", "sec-fetch-site": "none" },
  ];
  for (const headers of own) {
    assert.equal(
      isForeign(new Headers(headers)),
      false,
      JSON.stringify(headers),
    );
  }
});

test("A followed link is known by what only a person causes", () => {
  const link = { "sec-fetch-mode": "navigate", "sec-fetch-user": "?1" };
  assert.equal(isFollowedLink(new Headers(link)), true);
  assert.equal(
    isFollowedLink(new Headers({ ...link, "sec-fetch-user": "" })),
    false,
  );
  assert.equal(
    isFollowedLink(new Headers({ ...link, "sec-fetch-mode": "no-cors" })),
    false,
  );
});
