/**
 * What the routes know about a request besides its contents.
 *
 * @module
 */

/** The environment of the routes. */
export interface HttpEnv {
  /** What the connection tells. */
  readonly Bindings: {
    /** IP address of the other end. */
    readonly peer: string;
  };
}
