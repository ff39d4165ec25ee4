/**
 * What the manuals say about HTTP.
 *
 * @module
 */
import type { Topic } from "../options/manual.ts";

/** The topic, for server and proxy. */
export const HTTP_TOPIC: Topic = {
  title: "HTTP",
  text: "With --http the program serves these addresses. If other machines " +
    "can reach them, all but the first two need a token: the page asks for " +
    "it, and programs send it as Authorization: Bearer TOKEN.",
  entries: [
    ["/healthz", "the program is alive"],
    ["/readyz", "it can do its work; status 503 if not, as while it stops"],
    ["/", "the page"],
    ["/metrics", "measurements in Prometheus' text format"],
    ["/api/v1/openapi.json", "the description of the JSON API"],
  ],
};
