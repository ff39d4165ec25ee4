/**
 * What is used of `npm:pg-copy-streams`.
 *
 * @module
 */
import type { Writable } from "node:stream";

/** A `COPY ... FROM STDIN`, to be given to a client; takes the rows. */
export declare function from(statement: string): Writable;
