SELECT CAST(json_build_object('data', json_build_object('station', (SELECT json_build_object('name', t1.name, 'state', t1.state, 'assignments', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('role', p3.role, 'fromOn', p3.from_on, 'person', (SELECT json_build_object('name', t4.name, 'expertise', t4.expertise) AS json_build_object_4 
FROM person AS t4 
WHERE t4.county = %(v1)s::INTEGER AND t4.id = p3.person_id))), CAST('[]' AS JSON))) AS json_build_object_3 
FROM (SELECT t2.id AS id, t2.person_id AS person_id, t2.role AS role, t2.from_on AS from_on 
FROM station_assignment AS t2 
WHERE t2.county = %(v1)s::INTEGER AND t2.station_id = t1.id AND t2.voided_at IS NULL ORDER BY t2.county ASC, t2.id ASC 
 LIMIT %(v3)s::BIGINT) AS p3), 'consultations', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM consultation AS t7 
WHERE t7.county = %(v1)s::INTEGER AND t7.station_id = t1.id AND t7.voided_at IS NULL), 'nodes', coalesce(json_agg(json_build_object('date', p6.date, 'title', p6.title, 'state', p6.state)), CAST('[]' AS JSON))) AS json_build_object_5 
FROM (SELECT t5.id AS id, t5.title AS title, t5.date AS date, t5.state AS state 
FROM consultation AS t5 
WHERE t5.county = %(v1)s::INTEGER AND t5.station_id = t1.id AND t5.voided_at IS NULL ORDER BY t5.date DESC, t5.county DESC, t5.id DESC 
 LIMIT %(v4)s::BIGINT) AS p6)) AS json_build_object_2 
FROM station AS t1 
WHERE t1.county = %(v1)s::INTEGER AND t1.id = %(v2)s::UUID))) AS TEXT) AS json_build_object_1
-- v1 = 990101
-- v2 = UUID('00000000-0000-0000-0000-000000000000')
-- v3 = 20
-- v4 = 2
