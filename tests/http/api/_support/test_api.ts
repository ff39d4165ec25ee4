import assert from "node:assert/strict";
import type { Archive } from "../../../../archive/archive.ts";
import type { ApiLimits } from "../../../../http/api/api_context.ts";
import { apiRoutes } from "../../../../http/api/api_routes.ts";
import type { ErrorAnswer } from "../../../../http/api/schemas/error_schema.ts";
import type { Site } from "../../../../http/site.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { AnswerCheck } from "./answer_check.ts";

/** What a test of the API begins with. */
export interface TestApiOptions extends Partial<Omit<Site, "log" | "closing">> {
  readonly limits?: Partial<ApiLimits>;
}

/** The API without a network; every answer is checked against its document. */
export class TestApi {
  readonly log: MemoryLog = new MemoryLog();
  readonly #closing = new AbortController();
  readonly #app: ReturnType<typeof apiRoutes>;
  #check: AnswerCheck | undefined;

  constructor({ limits, ...site }: TestApiOptions) {
    this.#app = apiRoutes({
      kind: "view",
      version: "1.2.3",
      since: 1_700_000_000,
      isReady: () => Promise.resolve({ ready: true }),
      log: this.log,
      closing: this.#closing.signal,
      ...site,
    }, limits);
  }

  /** The API of stored data. */
  static of(archive: Archive, limits?: Partial<ApiLimits>): TestApi {
    return new TestApi({ archive, limits });
  }

  /** Ends open streams. */
  close(): void {
    this.#closing.abort();
  }

  /** The answer to a request below `/api/v1`. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const request = new Request(`http://localhost/api/v1${path}`, init);
    const response = await this.#app.fetch(request);
    const check = await this.check();
    await check.check(request, response);
    return response;
  }

  /** The body of an answer, which must be one of success. */
  // deno-lint-ignore no-explicit-any -- tests compare what they expect
  async json(path: string, init?: RequestInit): Promise<any> {
    const response = await this.fetch(path, init);
    assert.equal(response.status, 200, await response.clone().text());
    return await response.json();
  }

  /** The status, message and hint of an error. */
  async error(path: string, init?: RequestInit): Promise<string[]> {
    const response = await this.fetch(path, init);
    assert.ok(response.status >= 400, `${path}: ${response.status}`);
    const { error }: ErrorAnswer = await response.json();
    return [String(response.status), error.message, error.hint ?? ""];
  }

  /** Checks answers against the document of this API. */
  async check(): Promise<AnswerCheck> {
    if (this.#check === undefined) {
      const url = "http://localhost/api/v1/openapi.json";
      const response = await this.#app.request(url);
      this.#check = new AnswerCheck(await response.json());
    }
    return this.#check;
  }
}
