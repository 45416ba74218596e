SELECT CAST(json_build_object('data', json_build_object('assignments', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('id', concat('Assignment:', p2.county, ':', p2.id), 'version', p2.version, 'brief', p2.brief, 'state', p2.state, 'dueOn', p2.due_on, 'outcome', (SELECT json_build_object('title', t3.title, 'case', (SELECT json_build_object('title', t4.title) AS json_build_object_4 
FROM consultation_case AS t4 
WHERE t4.county = %(county)s::INTEGER AND t4.id = t3.case_id)) AS json_build_object_3 
FROM outcome AS t3 
WHERE t3.county = %(county)s::INTEGER AND t3.id = p2.outcome_id))), CAST('[]' AS JSON))) AS json_build_object_2 
FROM (SELECT t1.county AS county, t1.id AS id, t1.outcome_id AS outcome_id, t1.brief AS brief, t1.due_on AS due_on, t1.state AS state, t1.version AS version 
FROM assignment AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL AND t1.state = ANY (%(v2)s::TEXT[]) ORDER BY t1.due_on ASC, t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT) AS p2), 'intakes', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM intake AS t5 
WHERE t5.county = %(county)s::INTEGER AND t5.voided_at IS NULL)) AS json_build_object_5))) AS TEXT) AS json_build_object_1
-- county = 990101
-- v1 = 20
-- v2 = ['assigned', 'accepted', 'in_progress', 'reworked']
-- v3 = 20
