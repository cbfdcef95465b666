-- The order of a page that asks for none: an index for each relation that readers list, keys included, so that a page is a seek.

DROP INDEX matrix.appointment_time_start_idx;
CREATE INDEX appointment_time_start_idx ON matrix.appointment (time_start, appointment_id);
CREATE INDEX therapist_name_idx ON matrix.therapist (last_name, first_name, id);
CREATE INDEX destination_name_idx ON matrix.destination (name, id);
