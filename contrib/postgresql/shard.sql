-- Sharding by postgres_fdw, part 1: prepares a PostgreSQL server as a shard.
-- Run it once on each of them, as the role that the coordinator logs in as:
--
--   createdb oml_shard
--   psql -d oml_shard -v ON_ERROR_STOP=1 -f shard.sql
--
-- Only that role may use what it makes: whoever can insert into "run" can do
-- everything that the role may.

CREATE SCHEMA oml_shard;

-- The coordinator can't send DDL through a foreign table, but rows, whose
-- statements run within its transaction.
CREATE TABLE oml_shard.run (statement TEXT);
CREATE FUNCTION oml_shard.run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE NEW.statement;
  RETURN NULL;
END $$;
CREATE TRIGGER run BEFORE INSERT ON oml_shard.run
  FOR EACH ROW EXECUTE FUNCTION oml_shard.run();

-- The last transaction that this shard has stored of each server. Shards commit
-- one after the other: if one of them fails, the server sends everything again,
-- and the others must not store it twice.
CREATE TABLE oml_shard.writes (writer TEXT PRIMARY KEY, number INT8);
CREATE FUNCTION oml_shard.write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE oml_shard.writes SET number = NEW.number
    WHERE writer = NEW.writer AND number < NEW.number;
  IF FOUND THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT FROM oml_shard.writes WHERE writer = NEW.writer) THEN
    PERFORM set_config('oml.is_stored', 'true', true);
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER write BEFORE INSERT ON oml_shard.writes
  FOR EACH ROW EXECUTE FUNCTION oml_shard.write();

-- Rows of a transaction that is stored already.
CREATE FUNCTION oml_shard.skip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RETURN NULL;
END $$;

-- Makes the shard's part of a table. An empty one remains where a transaction of
-- the coordinator was undone after it was committed here.
CREATE FUNCTION oml_shard.make_table(place TEXT, name TEXT, columns TEXT)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  path TEXT := format('%I.%I', place, name);
  has_rows BOOLEAN;
BEGIN
  IF to_regclass(path) IS NOT NULL THEN
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', path) INTO has_rows;
    IF has_rows THEN
      RAISE EXCEPTION 'a shard has rows of a former experiment %; '
        'run there: DROP SCHEMA % CASCADE', place, quote_ident(place);
    END IF;
    EXECUTE format('DROP TABLE %s', path);
  END IF;
  EXECUTE format(
    'CREATE TABLE %s (oml_tuple_id INT8 PRIMARY KEY, %s)', path, columns);
  EXECUTE format(
    'CREATE TRIGGER skip BEFORE INSERT ON %s FOR EACH ROW
      WHEN (current_setting(''oml.is_stored'', true) = ''true'')
      EXECUTE FUNCTION oml_shard.skip()', path);
END $$;
