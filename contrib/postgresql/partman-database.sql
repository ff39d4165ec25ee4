-- Partitions by pg_partman 4 (Debian: postgresql-15-partman), part 1:
-- oml2-server --pg-on-database=THIS-FILE
--
-- The server's role must be a superuser, to create the extension.

CREATE SCHEMA partman;
CREATE EXTENSION pg_partman SCHEMA partman;
