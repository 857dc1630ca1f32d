-- A period of reports is found in the index alone: beside the first day stands the last.
DROP INDEX document_start;
CREATE INDEX document_start ON document (start, id, until);
