/**
 * What is used of the driver, `npm:pg`. Its own declarations would bring
 * Node's along, which differ from the runtime's.
 *
 * @module
 */
import type { ConnectionOptions } from "node:tls";

/** How a client connects. */
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
  /** The first word of the statement as it was carried out. */
  command: string;
}

/** A connection. */
export declare class Client {
  constructor(config: ClientConfig);
  on(event: "error" | "end", listener: () => void): this;
  connect(): Promise<void>;
  query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
  query<Query extends object>(query: Query): Query;
  end(): Promise<void>;
}

declare const pg: { Client: typeof Client };
export default pg;
