/**
 * Limits on TLS, for those who plan for it without loading it.
 *
 * @module
 */

/**
 * Handshakes at a time, as many as the system queues connections. Beyond it the
 * oldest is given up: clients finish in milliseconds.
 */
export const MOST_HANDSHAKES = 512;
