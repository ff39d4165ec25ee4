/**
 * Declarations of the used parts of the driver, `npm:pg`. Its own would include
 * Node's, which differ from the runtime's.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import type { ConnectionOptions } from "node:tls";

/** Options of a client. */
export interface ClientConfig {
  host: string;
  port: number;
  user: string;
  password?: string;
  database: string;
  ssl?: ConnectionOptions | false;
  connectionTimeoutMillis?: number;
  application_name?: string;
  options?: string;
  keepAlive?: boolean;
}

/** The answer to a statement. */
export interface QueryResult {
  rows: Record<string, unknown>[];
  /** The first word of the executed statement. */
  command: string;
}

/** The driver's side of the protocol. */
export interface WireConnection {
  readonly stream: Duplex;
  query(statements: string): void;
  endCopyFrom(): void;
}

/** A row of a COPY to the client. */
export interface CopyData {
  readonly chunk: Uint8Array;
}

/** A custom request, sent when its turn comes. */
export interface Submittable {
  submit(connection: WireConnection): void;
  handleCopyInResponse(): void;
  handleCopyData?(message: CopyData): void;
  handleCommandComplete(): void;
  handleError(error: Error): void;
  handleReadyForQuery(): void;
}

/** A connection. */
export declare class Client {
  readonly connection: WireConnection;
  constructor(config: ClientConfig);
  on(event: "error" | "end", listener: () => void): this;
  connect(): Promise<void>;
  query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
  query<Query extends Submittable>(query: Query): Query;
  end(): Promise<void>;
}

declare const pg: { Client: typeof Client };
export default pg;
