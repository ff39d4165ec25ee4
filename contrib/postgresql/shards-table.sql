-- Sharding by postgres_fdw, part 3: oml2-server --pg-on-table=THIS-FILE
--
-- All rows of a sender are on the same shard.

-- A plain table can't become a partitioned one: replace it.
DROP TABLE :schema.:table;
CREATE TABLE :schema.:table (oml_tuple_id BIGSERIAL, :columns)
  PARTITION BY HASH (oml_sender_id);

SELECT shards.run(format('SELECT oml_shard.make_table(%L, %L, %L)',
  :'database', :'table', :'columns'));

CREATE FOREIGN TABLE shard1.:table PARTITION OF :schema.:table
  FOR VALUES WITH (MODULUS 3, REMAINDER 0)
  SERVER shard1 OPTIONS (schema_name :'database', table_name :'table');
CREATE FOREIGN TABLE shard2.:table PARTITION OF :schema.:table
  FOR VALUES WITH (MODULUS 3, REMAINDER 1)
  SERVER shard2 OPTIONS (schema_name :'database', table_name :'table');
CREATE FOREIGN TABLE shard3.:table PARTITION OF :schema.:table
  FOR VALUES WITH (MODULUS 3, REMAINDER 2)
  SERVER shard3 OPTIONS (schema_name :'database', table_name :'table');
