-- Partitions by time, part 2: oml2-server --pg-on-table=THIS-FILE
--
-- The rows of three days, and those that come later. Remove a day from all
-- tables with DROP SCHEMA day1 CASCADE.

-- A plain table can't become a partitioned one: replace it.
DROP TABLE :schema.:table;

-- A key must contain the columns of the partitions.
CREATE TABLE :schema.:table (
  oml_tuple_id BIGSERIAL,
  :columns,
  PRIMARY KEY (oml_tuple_id, oml_ts_server)
) PARTITION BY RANGE (oml_ts_server);

-- Seconds since the experiment's start.
CREATE TABLE day1.:table PARTITION OF :schema.:table
  FOR VALUES FROM (MINVALUE) TO (86400);
CREATE TABLE day2.:table PARTITION OF :schema.:table
  FOR VALUES FROM (86400) TO (172800);
CREATE TABLE day3.:table PARTITION OF :schema.:table
  FOR VALUES FROM (172800) TO (259200);
CREATE TABLE later.:table PARTITION OF :schema.:table DEFAULT;
