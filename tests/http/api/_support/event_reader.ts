import assert from "node:assert/strict";
import type { Tail } from "../../../../http/api/schemas/row_schemas.ts";
import { within } from "../../../_support/within.ts";
import { PATIENCE_MS } from "../../../_support/wait_for.ts";

/** A server-sent event, or a block without data. */
export interface TestEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  /** The whole text, without the empty line at its end. */
  readonly text: string;
}

/** Reads server-sent events, one at a time. */
export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor(response: Response) {
    assert.equal(response.status, 200);
    assert.ok(response.body);
    this.#reader = response.body.pipeThrough(new TextDecoderStream())
      .getReader();
  }

  /** The next event or comment; `undefined` at the end. */
  async next(): Promise<TestEvent | undefined> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end !== -1) {
        const text = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return eventOf(text);
      }
      const { done, value } = await within(
        this.#reader.read(),
        PATIENCE_MS,
        "No event in time",
      );
      if (done) return undefined;
      this.#text += value;
    }
  }

  /** The rows of the next event `rows`. */
  async rows(): Promise<Tail> {
    for (;;) {
      const found = await this.next();
      assert.ok(found, "The stream has ended");
      const { event, data, id } = found;
      if (data === undefined) continue;
      assert.equal(event, "rows", data);
      const tail: Tail = JSON.parse(data);
      assert.equal(id, String(tail.lastId));
      return tail;
    }
  }

  /** Disconnects. */
  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

function eventOf(text: string): TestEvent {
  const fields = text.split("\n").map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
  }).filter(([name]) => name !== "");
  return { ...Object.fromEntries(fields), text };
}
