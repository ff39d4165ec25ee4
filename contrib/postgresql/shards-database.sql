-- Sharding by postgres_fdw, part 2: oml2-server --pg-on-database=THIS-FILE
--
-- Write in the addresses of your shards, which shard.sql has prepared, and the
-- role there; a password is another option of a user mapping. The
-- coordinator is the PostgreSQL server that oml2-server uses: version 16 or
-- newer, since 15 sends the rows of a COPY one by one. The server's role must be
-- a superuser, to create the extension. An experiment is a schema of each
-- shard's database.

CREATE EXTENSION postgres_fdw;

CREATE SERVER shard1 FOREIGN DATA WRAPPER postgres_fdw OPTIONS
  (host 'shard1.lab', port '5432', dbname 'oml_shard', batch_size '1000',
  fetch_size '10000', parallel_commit 'true');
CREATE SERVER shard2 FOREIGN DATA WRAPPER postgres_fdw OPTIONS
  (host 'shard2.lab', port '5432', dbname 'oml_shard', batch_size '1000',
  fetch_size '10000', parallel_commit 'true');
CREATE SERVER shard3 FOREIGN DATA WRAPPER postgres_fdw OPTIONS
  (host 'shard3.lab', port '5432', dbname 'oml_shard', batch_size '1000',
  fetch_size '10000', parallel_commit 'true');

CREATE USER MAPPING FOR CURRENT_USER SERVER shard1 OPTIONS (user 'oml');
CREATE USER MAPPING FOR CURRENT_USER SERVER shard2 OPTIONS (user 'oml');
CREATE USER MAPPING FOR CURRENT_USER SERVER shard3 OPTIONS (user 'oml');

-- Each schema has the partitions on one shard.
CREATE SCHEMA shard1;
CREATE SCHEMA shard2;
CREATE SCHEMA shard3;

CREATE FOREIGN TABLE shard1._run (statement TEXT)
  SERVER shard1 OPTIONS (schema_name 'oml_shard', table_name 'run');
CREATE FOREIGN TABLE shard2._run (statement TEXT)
  SERVER shard2 OPTIONS (schema_name 'oml_shard', table_name 'run');
CREATE FOREIGN TABLE shard3._run (statement TEXT)
  SERVER shard3 OPTIONS (schema_name 'oml_shard', table_name 'run');

CREATE SCHEMA shards;
CREATE FUNCTION shards.run(statement TEXT) RETURNS void LANGUAGE sql AS $$
  INSERT INTO shard1._run VALUES (statement);
  INSERT INTO shard2._run VALUES (statement);
  INSERT INTO shard3._run VALUES (statement);
$$;
SELECT shards.run(format('CREATE SCHEMA IF NOT EXISTS %I', :'database'));

-- Tells the shards the number of each transaction, before its first row.
CREATE FOREIGN TABLE shard1._writes (writer TEXT, number INT8)
  SERVER shard1 OPTIONS (schema_name 'oml_shard', table_name 'writes');
CREATE FOREIGN TABLE shard2._writes (writer TEXT, number INT8)
  SERVER shard2 OPTIONS (schema_name 'oml_shard', table_name 'writes');
CREATE FOREIGN TABLE shard3._writes (writer TEXT, number INT8)
  SERVER shard3 OPTIONS (schema_name 'oml_shard', table_name 'writes');

CREATE FUNCTION shards.begin_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO shard1._writes VALUES (NEW.stream, NEW."offset");
  INSERT INTO shard2._writes VALUES (NEW.stream, NEW."offset");
  INSERT INTO shard3._writes VALUES (NEW.stream, NEW."offset");
  RETURN NULL;
END $$;
CREATE TRIGGER begin_write AFTER UPDATE ON :schema._oml_progress
  FOR EACH ROW WHEN (NEW.writer IS NULL)
  EXECUTE FUNCTION shards.begin_write();
