/**
 * The names of database files.
 *
 * @module
 */

/** File extension of databases. */
export const EXTENSION = ".sq3";
