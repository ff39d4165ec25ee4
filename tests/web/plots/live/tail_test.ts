import assert from "node:assert/strict";
import { test } from "node:test";
import { type Events, Tail } from "../../../../web/plots/live/tail.ts";

test("rows are passed on, and their end is remembered", () => {
  const { tail, sources, received } = setUp(5);
  assert.equal(sources[0].url, "/tail?after=5");
  sources[0].rows({ lastId: 9, ids: [6, 9] });
  assert.equal(tail.after, 9);
  assert.deepEqual(received.map(({ ids }) => ids), [[6, 9]]);
});

test("while the browser reconnects, the tail only says so", () => {
  const { sources, states, timers } = setUp(5);
  sources[0].onopen?.(undefined as never);
  sources[0].onerror?.(undefined as never);
  sources[0].onopen?.(undefined as never);
  assert.deepEqual(states, [true, false, true]);
  assert.equal(timers.length, 0);
  assert.equal(sources.length, 1);
});

test("where the browser gives up, the tail asks again after its last row", () => {
  const { sources, states, timers } = setUp(5);
  sources[0].rows({ lastId: 9 });
  for (const expected of [500, 1_000, 2_000, 4_000, 5_000]) {
    const source = sources[sources.length - 1];
    source.readyState = 2;
    source.onerror?.(undefined as never);
    const timer = timers.shift();
    assert.equal(timer?.ms, expected);
    timer?.call();
    assert.equal(source.closed, true);
  }
  const last = sources[sources.length - 1];
  assert.equal(last.url, "/tail?after=9");
  last.onopen?.(undefined as never);
  assert.deepEqual(states, [true, false, true]);
});

test("a closed tail does not ask again", () => {
  const { tail, sources, timers } = setUp(5);
  sources[0].readyState = 2;
  sources[0].onerror?.(undefined as never);
  tail.close();
  assert.equal(timers.length, 0);
  assert.equal(sources[0].closed, true);
  sources[0].onerror?.(undefined as never);
  assert.equal(timers.length, 0);
});

class FakeEvents implements Events {
  readyState = 0;
  closed = false;
  onopen: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly url: string;
  readonly #listeners: ((event: { readonly data: string }) => void)[] = [];

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(
    type: string,
    listener: (event: { readonly data: string }) => void,
  ): void {
    assert.equal(type, "rows");
    this.#listeners.push(listener);
  }

  rows(rows: object): void {
    for (const each of this.#listeners) each({ data: JSON.stringify(rows) });
  }

  close(): void {
    this.closed = true;
  }
}

function setUp(after: number) {
  const sources: FakeEvents[] = [];
  const states: boolean[] = [];
  const received: { readonly ids: readonly number[] }[] = [];
  const timers: { ms: number; call: () => void }[] = [];
  const tail = new Tail(after, {
    url: (last) => `/tail?after=${last}`,
    open: (url) => {
      const source = new FakeEvents(url);
      sources.push(source);
      return source;
    },
    onRows: (rows) => received.push(rows),
    onState: (state) => states.push(state),
    later: (ms, call) => {
      const timer = { ms, call };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  return { tail, sources, states, received, timers };
}
