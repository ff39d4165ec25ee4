-- Partitions by pg_partman 4, part 2: oml2-server --pg-on-table=THIS-FILE
--
-- Each partition has ten million rows. Run this in each database while the
-- experiment runs, for instance every hour, so that there are always four empty
-- ones; rows that find none are in the default partition:
--
--   CALL partman.run_maintenance_proc();
--
-- To drop old rows, set "retention" in partman.part_config: '100000000' keeps
-- the last hundred million.

-- A plain table can't become a partitioned one: replace it.
DROP TABLE :schema.:table;
CREATE TABLE :schema.:table (oml_tuple_id BIGSERIAL PRIMARY KEY, :columns)
  PARTITION BY RANGE (oml_tuple_id);

SELECT partman.create_parent(
  p_parent_table := :'schema' || '.' || :'table',
  p_control := 'oml_tuple_id',
  p_type := 'native',
  p_interval := '10000000',
  p_premake := 4
);
