-- Settings that operators change while the program runs ----------------------------------------------------------------

CREATE SCHEMA settings;
CREATE SCHEMA mips;

COMMENT ON SCHEMA settings IS 'What operators switch while the program runs.';
COMMENT ON SCHEMA mips IS 'Rows for the quality registry (docs/mips.md): what comes in, the codes, and what an export of a year and state holds.';

CREATE TABLE settings.setting (
    key text PRIMARY KEY,
    value text,
    setting_type text NOT NULL CHECK (setting_type IN ('boolean', 'list', 'string', 'integer')),
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by text
);

COMMENT ON COLUMN settings.setting.value IS
    'true or false, a number, text, or a list: a JSON array, or its items with commas between them.';

-- What comes in --------------------------------------------------------------------------------------------------------

CREATE TABLE mips.state (
    state char(2) PRIMARY KEY,
    name text NOT NULL,
    time_zone text NOT NULL
);

COMMENT ON TABLE mips.state IS 'The states that there are, each with the time zone that most of it has: that of a clinic which names none of its own.';

INSERT INTO mips.state (state, name, time_zone) VALUES
    ('AL', 'Alabama', 'America/Chicago'), ('AK', 'Alaska', 'America/Anchorage'), ('AZ', 'Arizona', 'America/Phoenix'),
    ('AR', 'Arkansas', 'America/Chicago'), ('CA', 'California', 'America/Los_Angeles'), ('CO', 'Colorado', 'America/Denver'),
    ('CT', 'Connecticut', 'America/New_York'), ('DC', 'District of Columbia', 'America/New_York'), ('DE', 'Delaware', 'America/New_York'),
    ('FL', 'Florida', 'America/New_York'), ('GA', 'Georgia', 'America/New_York'), ('HI', 'Hawaii', 'Pacific/Honolulu'),
    ('IA', 'Iowa', 'America/Chicago'), ('ID', 'Idaho', 'America/Boise'), ('IL', 'Illinois', 'America/Chicago'),
    ('IN', 'Indiana', 'America/Indiana/Indianapolis'), ('KS', 'Kansas', 'America/Chicago'), ('KY', 'Kentucky', 'America/New_York'),
    ('LA', 'Louisiana', 'America/Chicago'), ('MA', 'Massachusetts', 'America/New_York'), ('MD', 'Maryland', 'America/New_York'),
    ('ME', 'Maine', 'America/New_York'), ('MI', 'Michigan', 'America/Detroit'), ('MN', 'Minnesota', 'America/Chicago'),
    ('MO', 'Missouri', 'America/Chicago'), ('MS', 'Mississippi', 'America/Chicago'), ('MT', 'Montana', 'America/Denver'),
    ('NC', 'North Carolina', 'America/New_York'), ('ND', 'North Dakota', 'America/Chicago'), ('NE', 'Nebraska', 'America/Chicago'),
    ('NH', 'New Hampshire', 'America/New_York'), ('NJ', 'New Jersey', 'America/New_York'), ('NM', 'New Mexico', 'America/Denver'),
    ('NV', 'Nevada', 'America/Los_Angeles'), ('NY', 'New York', 'America/New_York'), ('OH', 'Ohio', 'America/New_York'),
    ('OK', 'Oklahoma', 'America/Chicago'), ('OR', 'Oregon', 'America/Los_Angeles'), ('PA', 'Pennsylvania', 'America/New_York'),
    ('PR', 'Puerto Rico', 'America/Puerto_Rico'), ('RI', 'Rhode Island', 'America/New_York'), ('SC', 'South Carolina', 'America/New_York'),
    ('SD', 'South Dakota', 'America/Chicago'), ('TN', 'Tennessee', 'America/Chicago'), ('TX', 'Texas', 'America/Chicago'),
    ('UT', 'Utah', 'America/Denver'), ('VA', 'Virginia', 'America/New_York'), ('VT', 'Vermont', 'America/New_York'),
    ('WA', 'Washington', 'America/Los_Angeles'), ('WI', 'Wisconsin', 'America/Chicago'), ('WV', 'West Virginia', 'America/New_York'),
    ('WY', 'Wyoming', 'America/Denver'), ('GU', 'Guam', 'Pacific/Guam'), ('VI', 'U.S. Virgin Islands', 'America/St_Thomas'),
    ('AS', 'American Samoa', 'Pacific/Pago_Pago'), ('MP', 'Northern Mariana Islands', 'Pacific/Saipan');

-- A zone that PostgreSQL does not know is refused here, where whoever enters it sees the message, and not in the middle of an export.
ALTER TABLE matrix.destination
    ADD COLUMN tin text,
    ADD COLUMN time_zone text CHECK (time_zone IS NULL OR (timestamptz '2000-01-01 00:00:00Z' AT TIME ZONE time_zone) IS NOT NULL);

COMMENT ON COLUMN matrix.destination.tin IS 'The taxpayer identification number that the clinic bills under: nine digits, with or without a hyphen.';
COMMENT ON COLUMN matrix.destination.time_zone IS 'As in pg_timezone_names. Null: that of its state.';

CREATE TABLE mips.registration (
    year int NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    state char(2) NOT NULL,
    registration_id text NOT NULL,
    integration_key text NOT NULL,
    PRIMARY KEY (year, state)
);

CREATE UNIQUE INDEX registration_newest_idx ON mips.registration (year DESC, state);

COMMENT ON COLUMN mips.registration.integration_key IS 'A secret: it is part of the name of the file that is delivered, and is shown nowhere else.';

-- The care plan and the appointment have no foreign key: a form may come before the projector has seen their events.
CREATE TABLE mips.patient_form (
    form_id uuid PRIMARY KEY,
    care_plan_id uuid NOT NULL,
    appointment_id uuid,
    form_type text NOT NULL,
    completed_at timestamptz,
    score numeric,
    details jsonb
);

CREATE INDEX patient_form_care_plan_idx ON mips.patient_form (care_plan_id);

CREATE TABLE mips.visit_billing (
    appointment_id uuid PRIMARY KEY,
    cpt_codes text[] NOT NULL DEFAULT '{}',
    icd10_codes text[] NOT NULL DEFAULT '{}',
    payer_class text CHECK (payer_class IN ('medicare_b', 'medicare_adv', 'medicaid', 'commercial', 'other')),
    -- Codes go into a file that people open in spreadsheets: nothing in them can be a formula or a separator.
    CHECK (array_to_string(cpt_codes || icd10_codes, '') ~ '^[A-Za-z0-9.]*$')
);

COMMENT ON TABLE mips.visit_billing IS 'What a visit was billed as, where that is known. The principal diagnosis comes first.';

-- Codes ----------------------------------------------------------------------------------------------------------------
-- A new year, body part or instrument is a row here, and no change of the program.

CREATE FUNCTION mips.code_of(wording text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT trim(BOTH '_' FROM regexp_replace(lower(replace(wording, '&', ' and ')), '[^a-z0-9]+', '_', 'g'))
$$;

COMMENT ON FUNCTION mips.code_of(text) IS 'A wording as a code: ''Hip Joint Replacement'' is hip_joint_replacement.';

CREATE TABLE mips.body_part (
    body_part text PRIMARY KEY,
    name text NOT NULL,
    is_excluded boolean NOT NULL
);

COMMENT ON COLUMN mips.body_part.is_excluded IS 'No measure is about it, by decision. A body part that is not in this table, or has no code in a year, is rejected as unmapped.';

INSERT INTO mips.body_part (body_part, name, is_excluded) VALUES
    ('neck', 'Neck', false),
    ('shoulder_arm', 'Shoulder/Arm', false),
    ('elbow_wrist_hand', 'Elbow/Wrist/Hand', false),
    ('lower_back', 'Lower Back', false),
    ('hip', 'Hip', false),
    ('hip_joint_replacement', 'Hip Joint Replacement', false),
    ('foot_and_ankle', 'Foot and Ankle', false),
    ('knee', 'Knee', false),
    ('knee_joint_replacement', 'Knee Joint Replacement', false),
    ('pelvis', 'Pelvis', true),
    ('upper_back', 'Upper Back', true),
    ('other', 'Other', true);

CREATE TABLE mips.measure_code (
    body_part text NOT NULL REFERENCES mips.body_part,
    row_kind text NOT NULL CHECK (row_kind IN ('functional', 'nprs', 'length_of_stay')),
    year_from int NOT NULL,
    year_to int CHECK (year_to >= year_from),
    treatment text NOT NULL,
    PRIMARY KEY (body_part, row_kind, year_from)
);

COMMENT ON COLUMN mips.measure_code.year_to IS 'Null: until something else is decided. Where two rows cover a year, the one that begins later counts.';

INSERT INTO mips.measure_code (body_part, row_kind, year_from, year_to, treatment)
SELECT body_part, row_kind, year_from, year_to, treatment
FROM (
    VALUES
        ('neck', 'KEET01', 'IROMS16', '01', '11', '06'),
        ('shoulder_arm', 'IROMS19', 'IROMS20', '02', '12', '07'),
        ('elbow_wrist_hand', 'IROMS19', 'IROMS20', '02', '12', '07'),
        ('lower_back', 'IROMS17', 'IROMS18', '03', '13', '08'),
        ('hip', 'IROMS13', 'IROMS14', '04', '14', '09'),
        ('hip_joint_replacement', 'IROMS13', 'IROMS14', '04', '14', '09'),
        ('foot_and_ankle', 'IROMS13', 'IROMS14', '04', '14', '09'),
        ('knee', 'IROMS11', 'IROMS12', '05', '15', '10'),
        ('knee_joint_replacement', 'IROMS11', 'IROMS12', '05', '15', '10')
) AS code (body_part, function_2022, pain_2022, function_2024, pain_2024, pain_2025)
CROSS JOIN LATERAL (
    VALUES
        ('functional', 2022, 2023, function_2022),
        ('nprs', 2022, 2023, pain_2022),
        ('functional', 2024, NULL, 'MSK' || function_2024),
        ('nprs', 2024, 2024, 'MSK' || pain_2024),
        ('nprs', 2025, NULL, 'MSK' || pain_2025),
        ('length_of_stay', 2022, NULL, 'LOS')
) AS kind (row_kind, year_from, year_to, treatment);

CREATE TABLE mips.instrument (
    instrument text PRIMARY KEY,
    row_kind text NOT NULL CHECK (row_kind IN ('functional', 'nprs')),
    mcid numeric NOT NULL,
    higher_is_better boolean NOT NULL,
    lowest_score numeric NOT NULL,
    highest_score numeric NOT NULL
);

COMMENT ON COLUMN mips.instrument.mcid IS 'The minimal clinically important difference: the least change for the better that counts.';

INSERT INTO mips.instrument (instrument, row_kind, mcid, higher_is_better, lowest_score, highest_score) VALUES
    ('NDI', 'functional', 7.5, false, 0, 100),
    ('QuickDASH', 'functional', 8, false, 0, 100),
    ('DASH', 'functional', 10, false, 0, 100),
    ('MDQ', 'functional', 6, false, 0, 100),
    ('LEFS', 'functional', 9, true, 0, 80),
    ('KOS', 'functional', 10, true, 0, 100),
    ('PROMIS Pain Interference', 'functional', 2, false, 0, 100),
    ('PROMIS Upper Extremity', 'functional', 2.1, true, 0, 100),
    ('PROMIS Physical Function', 'functional', 2.1, true, 0, 100),
    ('NPRS', 'nprs', 2, false, 0, 10);

CREATE TABLE mips.form_type (
    form_type text PRIMARY KEY CHECK (form_type = mips.code_of(form_type)),
    instrument text NOT NULL REFERENCES mips.instrument
);

COMMENT ON TABLE mips.form_type IS 'What forms call an instrument, as mips.code_of gives it.';

INSERT INTO mips.form_type (form_type, instrument) VALUES
    ('ndi', 'NDI'), ('neck_disability_index', 'NDI'),
    ('quickdash', 'QuickDASH'), ('quick_dash', 'QuickDASH'), ('qdash', 'QuickDASH'),
    ('dash', 'DASH'),
    ('mdq', 'MDQ'), ('modified_oswestry', 'MDQ'), ('oswestry', 'MDQ'), ('modified_oswestry_disability_questionnaire', 'MDQ'),
    ('lefs', 'LEFS'), ('lower_extremity_functional_scale', 'LEFS'),
    ('kos', 'KOS'), ('knee_outcome_survey', 'KOS'),
    ('promis_pain_interference', 'PROMIS Pain Interference'), ('promis_pi', 'PROMIS Pain Interference'),
    ('promis_upper_extremity', 'PROMIS Upper Extremity'), ('promis_ue', 'PROMIS Upper Extremity'),
    ('promis_physical_function', 'PROMIS Physical Function'), ('promis_pf', 'PROMIS Physical Function'),
    ('nprs', 'NPRS'), ('numeric_pain_rating_scale', 'NPRS'), ('pain', 'NPRS');

CREATE FUNCTION mips.is_npi(npi text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT npi ~ '^[12][0-9]{9}$' AND (
        SELECT 24 + sum(CASE WHEN place % 2 = 0 THEN digit WHEN digit > 4 THEN (2 * digit) - 9 ELSE 2 * digit END)
        FROM generate_series(1, 10) AS place
        CROSS JOIN LATERAL (SELECT substr(npi, place, 1)::int AS digit) AS at_place
    ) % 10 = 0
$$;

COMMENT ON FUNCTION mips.is_npi(text) IS 'Ten digits that begin with 1 or 2 and end in the check digit: Luhn over 80840 and the number, of which the first five add 24.';

-- What an export of a year and state holds -----------------------------------------------------------------------------

CREATE TABLE mips.row (
    year int NOT NULL,
    state char(2) NOT NULL,
    row_no int NOT NULL,
    run_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    row_kind text NOT NULL CHECK (row_kind IN ('functional', 'nprs', 'length_of_stay')),
    care_plan_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    date_of_birth date NOT NULL,
    sex char(1) NOT NULL CHECK (sex IN ('M', 'F', 'U')),
    visit_date date NOT NULL,
    visit_number int NOT NULL,
    visit_type text NOT NULL CHECK (visit_type IN ('initial', 'followup', 'discharge')),
    clinician_npi char(10) NOT NULL,
    tin char(9) NOT NULL,
    clinic_id text NOT NULL,
    cpt_codes text[] NOT NULL,
    icd10_codes text[] NOT NULL,
    payer_class text,
    body_part text NOT NULL,
    treatment text NOT NULL,
    instrument text,
    score numeric,
    score_date date,
    initial_score numeric,
    initial_score_date date,
    final_score numeric,
    final_score_date date,
    score_change numeric,
    mcid numeric,
    mcid_met boolean,
    episode_start date NOT NULL,
    episode_end date,
    los_days int,
    los_visits int,
    surgical boolean NOT NULL,
    symptom_duration_days int,
    episode_status text NOT NULL CHECK (episode_status IN ('complete', 'incomplete', 'open')),
    exclusion_reason text,
    PRIMARY KEY (year, state, row_no)
);

-- Of an appointment whose clinic has moved to another state, both states may have rows until both are built again.
CREATE UNIQUE INDEX row_appointment_idx ON mips.row (year, state, appointment_id, row_kind);
CREATE INDEX row_patient_idx ON mips.row (patient_id);
CREATE INDEX row_npi_idx ON mips.row (clinician_npi, year, state);

COMMENT ON TABLE mips.row IS 'Of each (year, state), what its last run found, replaced whole.';
COMMENT ON COLUMN mips.row.row_no IS 'The place in the file, from 1.';

CREATE TABLE mips.reject (
    year int NOT NULL,
    state char(2) NOT NULL,
    appointment_id uuid NOT NULL,
    run_id uuid NOT NULL,
    care_plan_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    visit_date date NOT NULL,
    reason text NOT NULL CHECK (reason IN (
        'not_completed', 'outside_year', 'state', 'body_part_excluded', 'body_part_unmapped', 'age', 'not_contained', 'npi_invalid', 'tin_missing')),
    PRIMARY KEY (year, state, appointment_id)
);

CREATE INDEX reject_appointment_idx ON mips.reject (appointment_id);
CREATE INDEX reject_care_plan_idx ON mips.reject (care_plan_id);
CREATE INDEX reject_patient_idx ON mips.reject (patient_id);
CREATE INDEX reject_reason_idx ON mips.reject (reason, year, state);

COMMENT ON TABLE mips.reject IS 'The appointments that gave no rows, each with the first rule that it fails.';

CREATE TABLE mips.export (
    year int NOT NULL,
    state char(2) NOT NULL,
    run_id uuid NOT NULL,
    built_at timestamptz NOT NULL,
    functional_rows bigint NOT NULL,
    nprs_rows bigint NOT NULL,
    length_of_stay_rows bigint NOT NULL,
    not_completed bigint NOT NULL,
    outside_year bigint NOT NULL,
    unknown_state bigint NOT NULL,
    body_part_excluded bigint NOT NULL,
    body_part_unmapped bigint NOT NULL,
    age bigint NOT NULL,
    not_contained bigint NOT NULL,
    npi_invalid bigint NOT NULL,
    tin_missing bigint NOT NULL,
    folder text,
    published_at timestamptz,
    bytes bigint,
    sha256 text,
    remote_name text,
    remote_bytes bigint,
    delivered_at timestamptz,
    PRIMARY KEY (year, state)
);

CREATE UNIQUE INDEX export_newest_idx ON mips.export (year DESC, state);

COMMENT ON TABLE mips.export IS 'The last build of each (year, state): what it counted, where it was published, and whether it was delivered.';
COMMENT ON COLUMN mips.export.remote_name IS 'The delivered file''s name, with the integration key left out.';

-- What readers see -----------------------------------------------------------------------------------------------------

-- Without the place in the file, which would tell a team how many rows of others come before.
CREATE VIEW api.mips_row WITH (security_invoker = true) AS
SELECT
    year, state, run_id, appointment_id, row_kind, care_plan_id, patient_id, date_of_birth, sex, visit_date, visit_number, visit_type,
    clinician_npi, tin, clinic_id, cpt_codes, icd10_codes, payer_class, body_part, treatment, instrument, score, score_date, initial_score,
    initial_score_date, final_score, final_score_date, score_change, mcid, mcid_met, mcid_met::int::numeric AS mcid_met_share, episode_start, episode_end,
    los_days, los_visits, surgical, symptom_duration_days, episode_status, exclusion_reason
FROM mips.row;

CREATE VIEW api.mips_reject WITH (security_invoker = true) AS
SELECT year, state, appointment_id, run_id, care_plan_id, patient_id, visit_date, reason
FROM mips.reject;

-- Eligible is what the registry counts in the denominator: what has rows, and what would have them if the data were in order.
CREATE VIEW api.mips_completeness WITH (security_invoker = true) AS
SELECT
    export.year,
    export.state,
    export.run_id,
    export.built_at,
    export.length_of_stay_rows AS reported_visits,
    export.length_of_stay_rows + lost.visits AS eligible_visits,
    round(100.0 * export.length_of_stay_rows / nullif(export.length_of_stay_rows + lost.visits, 0), 2) AS completeness_percent,
    required.percent AS required_percent,
    coalesce(100.0 * export.length_of_stay_rows >= required.percent * (export.length_of_stay_rows + lost.visits), false) AS is_sufficient,
    export.functional_rows, export.nprs_rows, export.length_of_stay_rows,
    export.not_completed, export.outside_year, export.unknown_state, export.body_part_excluded, export.body_part_unmapped, export.age,
    export.not_contained, export.npi_invalid, export.tin_missing,
    export.folder, export.published_at, export.bytes, export.sha256, export.remote_name, export.remote_bytes, export.delivered_at
FROM mips.export AS export
CROSS JOIN LATERAL (SELECT export.body_part_unmapped + export.npi_invalid + export.tin_missing AS visits) AS lost
CROSS JOIN LATERAL (SELECT CASE WHEN export.year < 2024 THEN 70 ELSE 75 END AS percent) AS required;

CREATE VIEW api.mips_measure_code WITH (security_invoker = true) AS
SELECT body_part, row_kind, year_from, year_to, treatment
FROM mips.measure_code;

-- Without the key.
CREATE VIEW api.mips_registration WITH (security_invoker = true) AS
SELECT year, state, registration_id
FROM mips.registration;

CREATE VIEW api.setting WITH (security_invoker = true) AS
SELECT key, value, setting_type, changed_at, changed_by
FROM settings.setting;

CREATE VIEW deidentified.mips_row AS
SELECT
    year, state, run_id, appointment_id, row_kind, care_plan_id, patient_id, date_trunc('year', date_of_birth::timestamp)::date AS date_of_birth,
    sex, visit_date, visit_number, visit_type, clinician_npi, tin, clinic_id, cpt_codes, icd10_codes, payer_class, body_part, treatment, instrument,
    score, score_date, initial_score, initial_score_date, final_score, final_score_date, score_change, mcid, mcid_met,
    mcid_met::int::numeric AS mcid_met_share, episode_start, episode_end, los_days, los_visits, surgical, symptom_duration_days, episode_status, exclusion_reason
FROM mips.row;

CREATE VIEW deidentified.mips_reject AS
SELECT year, state, appointment_id, run_id, care_plan_id, patient_id, visit_date, reason
FROM mips.reject;

-- The same for those who read no table: as the owner, because what a security_invoker view reads is read by who asks, wherever it stands.
DO $$
DECLARE
    copied text;
BEGIN
    FOREACH copied IN ARRAY ARRAY['deidentified.mips_completeness', 'deidentified.mips_measure_code',
        'operations.mips_completeness', 'operations.mips_measure_code', 'operations.mips_registration', 'operations.setting'] LOOP
        EXECUTE format('CREATE VIEW %s AS %s', copied, pg_get_viewdef(to_regclass('api.' || split_part(copied, '.', 2))));
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA mips TO healthgraph_analyst, healthgraph_team;
GRANT USAGE ON SCHEMA settings TO healthgraph_analyst;

SELECT access.open_by_patient('mips.row', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = "row".patient_id)');
SELECT access.open_by_patient('mips.reject', 'EXISTS (SELECT FROM access.visible_patient AS visible WHERE visible.patient_id = reject.patient_id)');
SELECT access.close_to_readers(closed) FROM unnest(ARRAY['mips.patient_form', 'mips.visit_billing']::regclass[]) AS closed;
SELECT access.open_to_all(opened) FROM unnest(ARRAY['mips.measure_code', 'api.mips_row', 'api.mips_reject', 'api.mips_measure_code']::regclass[]) AS opened;

-- Counts of a whole state tell a team of others' patients.
GRANT SELECT (year, state, registration_id) ON mips.registration TO healthgraph_analyst;
GRANT SELECT ON mips.export, api.mips_completeness, api.mips_registration, settings.setting, api.setting TO healthgraph_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA deidentified TO healthgraph_deidentified;
GRANT SELECT ON ALL TABLES IN SCHEMA operations TO healthgraph_operator;
