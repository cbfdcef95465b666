-- One row for each way in which input rows make a patient a team's, by the rules that the memberships were computed by.
CREATE VIEW api.membership_reason WITH (security_invoker = true) AS
SELECT
    place.patient_id || '/0/' || place.location_id || '/' || place.academic_year || '/' || service.id AS reason_id,
    place.patient_id,
    service.team_id,
    0 AS source,
    'patient_location, team_location' AS tables,
    place.location_id,
    place.academic_year,
    service.id AS team_location_id,
    NULL::bigint AS session_id,
    NULL::bigint AS vaccination_record_id,
    NULL::bigint AS immunisation_import_id,
    NULL::text AS archive_kind
FROM immunisation.patient_location AS place
JOIN immunisation.team_location AS service ON service.location_id = place.location_id AND service.academic_year = place.academic_year
UNION ALL
SELECT archived.patient_id || '/1/' || archived.team_id, archived.patient_id, archived.team_id, 1, 'archive_reason',
    NULL, NULL, NULL, NULL, NULL, NULL, archived.kind
FROM immunisation.archive_reason AS archived
UNION ALL
SELECT record.patient_id || '/2/' || record.id, record.patient_id, service.team_id, 2, 'vaccination_record, session, team_location',
    service.location_id, service.academic_year, service.id, session.id, record.id, NULL, NULL
FROM immunisation.vaccination_record AS record
JOIN immunisation.session AS session ON session.id = record.session_id
JOIN immunisation.team_location AS service ON service.id = session.team_location_id
UNION ALL
-- A move has no id of its own.
SELECT move.patient_id || '/4/' || move.ctid, move.patient_id, move.team_id, 4, 'school_move',
    move.school_id, move.academic_year, NULL, NULL, NULL, NULL, NULL
FROM immunisation.school_move AS move
WHERE move.team_id IS NOT NULL
  AND (SELECT school_move_team FROM immunisation.patient_team_rule)
UNION ALL
SELECT move.patient_id || '/5/' || move.ctid || '/' || service.id, move.patient_id, service.team_id, 5, 'school_move, team_location',
    move.school_id, move.academic_year, service.id, NULL, NULL, NULL, NULL
FROM immunisation.school_move AS move
JOIN immunisation.team_location AS service ON service.location_id = move.school_id AND service.academic_year = move.academic_year
UNION ALL
SELECT record.patient_id || '/6/' || record.id || '/' || import.id, record.patient_id, import.team_id, 6,
    'vaccination_record, immunisation_import_vaccination_record, immunisation_import',
    NULL, NULL, NULL, record.session_id, record.id, import.id, NULL
FROM immunisation.vaccination_record AS record
JOIN immunisation.immunisation_import_vaccination_record AS link ON link.vaccination_record_id = record.id
JOIN immunisation.immunisation_import AS import ON import.id = link.immunisation_import_id;
