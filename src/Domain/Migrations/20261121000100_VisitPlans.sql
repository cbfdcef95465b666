CREATE SCHEMA marketplace;
