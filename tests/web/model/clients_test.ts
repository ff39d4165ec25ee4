import assert from "node:assert/strict";
import { test } from "node:test";
import { countStates, listedClients } from "../../../web/model/clients.ts";
import { someClient } from "../_support/some_activity.ts";

test("Each state is counted, also those without clients", () => {
  const clients = [
    someClient("a"),
    someClient("b"),
    { ...someClient("c"), state: "held back" as const },
  ];
  assert.deepEqual([...countStates(clients)], [
    ["headers", 0],
    ["opening", 0],
    ["reading", 2],
    ["held back", 1],
  ]);
});

test("Clients are found by name or address, the most bytes first", () => {
  const clients = [
    someClient("a"),
    { ...someClient("b"), bytes: 2000, address: "[::1]:9" },
  ];
  const names = (text: string) =>
    listedClients(clients, text).map(({ client }) => client);
  assert.deepEqual(names(""), ["exp:b:app", "exp:a:app"]);
  assert.deepEqual(names("EXP:A"), ["exp:a:app"]);
  assert.deepEqual(names("::1"), ["exp:b:app"]);
});
