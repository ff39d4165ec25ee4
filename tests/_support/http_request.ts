import { request } from "node:http";
import { text } from "node:stream/consumers";

/** An answer to a request. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** What to ask, besides the address. */
export interface HttpQuestion {
  readonly method?: string;
  /** Unlike those of `fetch`, any, such as `host`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request over a connection of its own. */
export function httpRequest(
  url: string,
  { method = "GET", headers, body }: HttpQuestion = {},
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: false };
    const asked = request(url, options, (answer) => {
      text(answer).then((text) =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text,
        }), reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
