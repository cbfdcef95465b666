namespace HealthGraph.Domain.Mips;

/// <summary>
/// The rules of <c>docs/mips.md</c> as SQL, in the order in which the statements run, all in one transaction. What lies between them is in
/// temporary tables that are analysed, because the planner guesses badly what comes out of a long chain of subqueries.
/// </summary>
internal static class MipsRowStatements
{
    public const string CreateTables =
        """
        CREATE TEMPORARY TABLE mips_candidate (
            appointment_id uuid, care_plan_id uuid, is_completed boolean, is_in_state boolean, time_start timestamptz, visit_date date,
            clinic_id text, tin text, npi text
        ) ON COMMIT DROP;

        CREATE TEMPORARY TABLE mips_visit (
            appointment_id uuid, care_plan_id uuid, visit_date date, visit_number int, previous_date date,
            visits int, first_date date, last_date date, time_zone text
        ) ON COMMIT DROP;

        CREATE TEMPORARY TABLE mips_form (
            form_id uuid, care_plan_id uuid, appointment_id uuid, row_kind text, instrument text, completed_at timestamptz,
            form_date date, score numeric, is_on_visit_day boolean
        ) ON COMMIT DROP;

        CREATE TEMPORARY TABLE mips_judged (
            appointment_id uuid, care_plan_id uuid, patient_id uuid, visit_date date, clinic_id text, tin text, npi text,
            body_part text, birth_date date, gender text, surgery_date date, is_closed boolean, ended_on date, reason text
        ) ON COMMIT DROP;

        CREATE TEMPORARY TABLE mips_episode (
            care_plan_id uuid, row_kind text, instrument text, initial_score numeric, initial_date date,
            final_score numeric, final_date date, incomplete_reason text
        ) ON COMMIT DROP;

        CREATE TEMPORARY TABLE mips_visit_score (
            appointment_id uuid, row_kind text, instrument text, score numeric, score_date date
        ) ON COMMIT DROP
        """;

    /// <summary>
    /// Appointments that may be of the year, in whatever time zone, of clinics of the state or of a clinic whose state nobody knows. Those
    /// of other states are other states' business.
    /// </summary>
    public const string FindCandidates =
        """
        INSERT INTO mips_candidate
        SELECT
            appointment.appointment_id,
            appointment.care_plan_id,
            appointment.status = 'completed',
            destination.state IS NOT NULL,
            appointment.time_start,
            (appointment.time_start AT TIME ZONE coalesce(destination.time_zone, state.time_zone, @time_zone))::date,
            destination.clinic_id,
            coalesce(nullif(translate(destination.tin, '- ', ''), ''), @tin),
            CASE WHEN therapist.is_npi THEN therapist.npi END
        FROM matrix.appointment AS appointment
        LEFT JOIN matrix.destination AS destination ON destination.id = appointment.destination_id
        LEFT JOIN mips.state AS state ON state.state = destination.state
        LEFT JOIN (
            SELECT id, npi, mips.is_npi(npi::text) AS is_npi FROM matrix.therapist OFFSET 0
        ) AS therapist ON therapist.id = appointment.therapist_id
        WHERE appointment.time_start >= make_timestamptz(@year, 1, 1, 0, 0, 0, 'UTC') - interval '1 day'
          AND appointment.time_start < make_timestamptz(@year + 1, 1, 1, 0, 0, 0, 'UTC') + interval '1 day'
          AND (destination.state = @state OR destination.state IS NULL)
        """;

    /// <summary>Every completed visit, of whatever year and place, of the care plans that may have rows.</summary>
    public const string FindVisits =
        """
        INSERT INTO mips_visit
        SELECT
            appointment_id,
            care_plan_id,
            visit_date,
            row_number() OVER visit,
            lag(visit_date) OVER visit,
            count(*) OVER plan,
            first_value(visit_date) OVER visit,
            max(visit_date) OVER plan,
            first_value(time_zone) OVER visit
        FROM (
            SELECT
                appointment.appointment_id,
                appointment.care_plan_id,
                appointment.time_start,
                zone.time_zone,
                (appointment.time_start AT TIME ZONE zone.time_zone)::date AS visit_date
            FROM matrix.appointment AS appointment
            LEFT JOIN matrix.destination AS destination ON destination.id = appointment.destination_id
            LEFT JOIN mips.state AS state ON state.state = destination.state
            CROSS JOIN LATERAL (SELECT coalesce(destination.time_zone, state.time_zone, @time_zone) AS time_zone) AS zone
            WHERE appointment.status = 'completed'
              AND isfinite(appointment.time_start)
              AND appointment.care_plan_id IN (SELECT care_plan_id FROM mips_candidate WHERE is_completed AND is_in_state)
        ) AS completed
        WINDOW
            plan AS (PARTITION BY care_plan_id),
            visit AS (PARTITION BY care_plan_id ORDER BY visit_date, time_start, appointment_id)
        """;

    /// <summary>
    /// Forms with a score. One that names a completed visit of its care plan belongs to that; one that names anything else is taken as if it
    /// named nothing. A score that the instrument cannot have is no score.
    /// </summary>
    public static string FindForms(string forms) =>
        $"""
        INSERT INTO mips_form
        SELECT
            form.form_id,
            form.care_plan_id,
            visit.appointment_id,
            instrument.row_kind,
            instrument.instrument,
            form.completed_at,
            dated.form_date,
            CASE WHEN form.score BETWEEN instrument.lowest_score AND instrument.highest_score THEN form.score END,
            (form.care_plan_id, dated.form_date) IN (SELECT care_plan_id, visit_date FROM mips_visit)
        FROM {forms} AS form
        JOIN mips_visit AS first ON first.care_plan_id = form.care_plan_id AND first.visit_number = 1
        JOIN mips.form_type AS form_type ON form_type.form_type = mips.code_of(form.form_type)
        JOIN mips.instrument AS instrument ON instrument.instrument = form_type.instrument
        LEFT JOIN mips_visit AS visit ON visit.appointment_id = form.appointment_id AND visit.care_plan_id = form.care_plan_id
        CROSS JOIN LATERAL (SELECT (form.completed_at AT TIME ZONE first.time_zone)::date AS form_date) AS dated
        WHERE form.score IS NOT NULL
          AND isfinite(form.completed_at)
        """;

    /// <summary>The first rule that an appointment fails, in the order of the rules; null for those that have rows.</summary>
    public const string Judge =
        """
        INSERT INTO mips_judged
        SELECT
            candidate.appointment_id,
            candidate.care_plan_id,
            plan.patient_id,
            candidate.visit_date,
            candidate.clinic_id,
            candidate.tin,
            candidate.npi,
            plan.body_part,
            plan.birth_date,
            plan.gender,
            plan.surgery_date,
            plan.is_closed,
            plan.ended_on,
            CASE
                WHEN NOT candidate.is_completed THEN 'not_completed'
                WHEN extract(year FROM candidate.visit_date) <> @year THEN 'outside_year'
                WHEN NOT candidate.is_in_state THEN 'state'
                WHEN plan.is_excluded THEN 'body_part_excluded'
                WHEN plan.is_mapped IS NOT TRUE THEN 'body_part_unmapped'
                WHEN plan.birth_date IS NULL OR extract(year FROM age(visit.first_date, plan.birth_date)) < @minimum_age THEN 'age'
                WHEN @strictly_contained AND (
                    NOT plan.is_closed
                    OR visit.first_date < make_date(@year, 1, 1)
                    OR greatest(visit.last_date, plan.ended_on) > make_date(@year, 12, 31)) THEN 'not_contained'
                WHEN candidate.npi IS NULL THEN 'npi_invalid'
                WHEN candidate.tin IS NULL OR candidate.tin !~ '^[0-9]{9}$' THEN 'tin_missing'
            END
        FROM mips_candidate AS candidate
        JOIN (
            SELECT
                care_plan.id,
                care_plan.patient_id,
                CASE WHEN isfinite(care_plan.surgery_date) THEN care_plan.surgery_date END AS surgery_date,
                CASE WHEN isfinite(care_plan.ended_on) THEN care_plan.ended_on END AS ended_on,
                care_plan.status = 'completed' OR isfinite(care_plan.ended_on) IS TRUE AS is_closed,
                CASE WHEN isfinite(patient.birth_date) THEN patient.birth_date END AS birth_date,
                patient.gender,
                body_part.body_part,
                body_part.is_excluded,
                body_part.is_mapped
            FROM matrix.care_plan AS care_plan
            LEFT JOIN marketplace.patient AS patient ON patient.id = care_plan.patient_id
            LEFT JOIN (
                SELECT
                    part.body_part,
                    part.is_excluded,
                    (
                        SELECT count(DISTINCT code.row_kind) = 3
                        FROM mips.measure_code AS code
                        WHERE code.body_part = part.body_part
                          AND @year BETWEEN code.year_from AND coalesce(code.year_to, @year)
                    ) AS is_mapped
                FROM mips.body_part AS part
                OFFSET 0
            ) AS body_part ON body_part.body_part = mips.code_of(care_plan.affected_body_part)
            WHERE care_plan.id IN (SELECT care_plan_id FROM mips_candidate)
        ) AS plan ON plan.id = candidate.care_plan_id
        LEFT JOIN mips_visit AS visit ON visit.appointment_id = candidate.appointment_id
        """;

    /// <summary>
    /// The first and the last score of each care plan and kind. A change can only be told within one instrument, between two forms.
    /// </summary>
    public const string ScoreEpisodes =
        """
        INSERT INTO mips_episode
        SELECT
            care_plan_id,
            row_kind,
            initial.instrument,
            initial.score,
            initial.form_date,
            CASE WHEN comparable.is_so THEN final.score END,
            CASE WHEN comparable.is_so THEN final.form_date END,
            CASE
                WHEN comparable.is_so THEN NULL
                WHEN initial.form_id <> final.form_id THEN 'instrument_changed'
                WHEN kind.has_bad_score THEN 'score_out_of_range'
                ELSE 'fewer_than_two_scores'
            END
        FROM (
            SELECT care_plan_id, row_kind, bool_or(score IS NULL) AS has_bad_score
            FROM mips_form
            GROUP BY care_plan_id, row_kind
        ) AS kind
        LEFT JOIN (
            SELECT DISTINCT ON (care_plan_id, row_kind) form.*
            FROM mips_form AS form
            JOIN mips_visit AS first USING (care_plan_id)
            WHERE first.visit_number = 1 AND form.score IS NOT NULL AND form.form_date >= first.visit_date - @days_before_first
            ORDER BY care_plan_id, row_kind, form.form_date, form.completed_at DESC, form.form_id DESC
        ) AS initial USING (care_plan_id, row_kind)
        LEFT JOIN (
            SELECT DISTINCT ON (care_plan_id, row_kind) form.*
            FROM mips_form AS form
            WHERE form.score IS NOT NULL
            ORDER BY care_plan_id, row_kind, form.completed_at DESC, form.form_id DESC
        ) AS final USING (care_plan_id, row_kind)
        CROSS JOIN LATERAL (
            SELECT coalesce(initial.form_id <> final.form_id AND initial.instrument = final.instrument, false) AS is_so
        ) AS comparable
        """;

    /// <summary>The form that a visit shows: its own, else one of its day, else the latest since the visit before.</summary>
    public const string ScoreVisits =
        """
        INSERT INTO mips_visit_score
        SELECT DISTINCT ON (visit.appointment_id, form.row_kind)
            visit.appointment_id,
            form.row_kind,
            form.instrument,
            form.score,
            form.form_date
        FROM mips_visit AS visit
        JOIN mips_form AS form ON form.care_plan_id = visit.care_plan_id
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN form.appointment_id = visit.appointment_id THEN 1
                WHEN form.appointment_id IS NOT NULL THEN NULL
                WHEN form.form_date = visit.visit_date THEN 2
                WHEN form.is_on_visit_day THEN NULL
                WHEN form.form_date <= visit.visit_date + @days_after_visit
                 AND (form.form_date > visit.previous_date
                   OR (visit.previous_date IS NULL AND form.form_date >= visit.visit_date - @days_before_first)) THEN 3
            END AS tier
        ) AS nearness
        WHERE nearness.tier IS NOT NULL
        ORDER BY visit.appointment_id, form.row_kind, nearness.tier, form.score IS NULL, form.completed_at DESC, form.form_id DESC
        """;

    public static string Analyse(params ReadOnlySpan<string> tables) => $"ANALYZE {string.Join(", ", tables)}";

    public const string DeleteRows =
        """
        DELETE FROM mips.row WHERE year = @year AND state = @state;
        DELETE FROM mips.reject WHERE year = @year AND state = @state
        """;

    public const string InsertRows =
        """
        INSERT INTO mips.row (
            year, state, row_no, run_id, appointment_id, row_kind, care_plan_id, patient_id, date_of_birth, sex, visit_date, visit_number,
            visit_type, clinician_npi, tin, clinic_id, cpt_codes, icd10_codes, payer_class, body_part, treatment, instrument, score, score_date,
            initial_score, initial_score_date, final_score, final_score_date, score_change, mcid, mcid_met, episode_start, episode_end,
            los_days, los_visits, surgical, symptom_duration_days, episode_status, exclusion_reason)
        SELECT
            @year,
            @state,
            row_number() OVER (ORDER BY judged.patient_id, judged.care_plan_id, judged.visit_date, judged.appointment_id, kind.place),
            @run_id,
            judged.appointment_id,
            kind.row_kind,
            judged.care_plan_id,
            judged.patient_id,
            judged.birth_date,
            CASE WHEN lower(judged.gender) IN ('female', 'f') THEN 'F' WHEN lower(judged.gender) IN ('male', 'm') THEN 'M' ELSE 'U' END,
            judged.visit_date,
            visit.visit_number,
            CASE
                WHEN visit.visit_number = 1 THEN 'initial'
                WHEN judged.is_closed AND visit.visit_number = visit.visits THEN 'discharge'
                ELSE 'followup'
            END,
            judged.npi,
            judged.tin,
            judged.clinic_id,
            coalesce(billing.cpt_codes, '{}'),
            coalesce(billing.icd10_codes, '{}'),
            billing.payer_class,
            judged.body_part,
            code.treatment,
            coalesce(score.instrument, episode.instrument),
            score.score,
            CASE WHEN score.score IS NOT NULL THEN score.score_date END,
            episode.initial_score,
            episode.initial_date,
            episode.final_score,
            episode.final_date,
            episode.final_score - episode.initial_score,
            instrument.mcid,
            CASE
                WHEN instrument.higher_is_better THEN episode.final_score - episode.initial_score >= instrument.mcid
                ELSE episode.initial_score - episode.final_score >= instrument.mcid
            END,
            visit.first_date,
            CASE WHEN judged.is_closed THEN coalesce(judged.ended_on, visit.last_date) END,
            CASE WHEN kind.place = 3 THEN CASE WHEN judged.is_closed THEN visit.last_date ELSE judged.visit_date END - visit.first_date END,
            CASE WHEN kind.place = 3 THEN visit.visit_number END,
            judged.surgery_date IS NOT NULL,
            CASE WHEN judged.surgery_date <= visit.first_date THEN visit.first_date - judged.surgery_date END,
            CASE
                WHEN kind.place < 3 AND episode.final_score IS NULL THEN 'incomplete'
                WHEN judged.is_closed THEN 'complete'
                ELSE 'open'
            END,
            CASE WHEN kind.place < 3 THEN CASE WHEN episode.care_plan_id IS NULL THEN 'fewer_than_two_scores' ELSE episode.incomplete_reason END END
        FROM mips_judged AS judged
        JOIN mips_visit AS visit ON visit.appointment_id = judged.appointment_id
        CROSS JOIN (VALUES (1, 'functional'), (2, 'nprs'), (3, 'length_of_stay')) AS kind (place, row_kind)
        JOIN (
            SELECT DISTINCT ON (body_part, row_kind) body_part, row_kind, treatment
            FROM mips.measure_code
            WHERE @year BETWEEN year_from AND coalesce(year_to, @year)
            ORDER BY body_part, row_kind, year_from DESC
        ) AS code ON code.body_part = judged.body_part AND code.row_kind = kind.row_kind
        LEFT JOIN mips.visit_billing AS billing ON billing.appointment_id = judged.appointment_id
        LEFT JOIN mips_episode AS episode ON episode.care_plan_id = judged.care_plan_id AND episode.row_kind = kind.row_kind
        LEFT JOIN mips.instrument AS instrument ON instrument.instrument = episode.instrument
        LEFT JOIN mips_visit_score AS score ON score.appointment_id = judged.appointment_id AND score.row_kind = kind.row_kind
        WHERE judged.reason IS NULL
        """;

    public const string InsertRejects =
        """
        INSERT INTO mips.reject (year, state, appointment_id, run_id, care_plan_id, patient_id, visit_date, reason)
        SELECT @year, @state, appointment_id, @run_id, care_plan_id, patient_id, visit_date, reason
        FROM mips_judged
        WHERE reason IS NOT NULL
        """;

    public const string Count =
        """
        SELECT row_kind, count(*) FROM mips.row WHERE year = @year AND state = @state GROUP BY row_kind
        UNION ALL
        SELECT reason, count(*) FROM mips.reject WHERE year = @year AND state = @state GROUP BY reason
        """;
}
