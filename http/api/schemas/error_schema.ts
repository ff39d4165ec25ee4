/**
 * The schema of error answers.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { text } from "./shape.ts";

/** The body of every answer that is an error. */
export interface ErrorAnswer {
  /** The error. */
  readonly error: {
    /** What failed. */
    readonly message: string;
    /** The remedy, if there is one to name. */
    readonly hint?: string;
  };
}

/** Schema of {@linkcode ErrorAnswer}. */
export const ERROR_ANSWER = z.object({
  error: z.object({
    message: text("What failed."),
    hint: text("The remedy.").optional(),
  }).openapi({ description: "The error." }),
}).openapi("Error", {
  description: "The body of every answer that is an error.",
  example: {
    error: {
      message: 'no experiment "tets"',
      hint: "GET /api/v1/experiments lists the experiments",
    },
  },
}) satisfies z.ZodType<ErrorAnswer>;
