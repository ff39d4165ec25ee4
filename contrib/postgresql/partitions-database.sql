-- Partitions by time, part 1: oml2-server --pg-on-database=THIS-FILE
--
-- Each day of an experiment is a schema with partitions of all tables. So no
-- partition has a name that a table could have.

CREATE SCHEMA day1;
CREATE SCHEMA day2;
CREATE SCHEMA day3;
CREATE SCHEMA later;
