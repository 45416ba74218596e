SELECT CAST(json_build_object('data', json_build_object('topics', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('no', p8.no, 'title', p8.title, 'station', (SELECT json_build_object('name', t9.name) AS json_build_object_3 
FROM station AS t9 
WHERE t9.county = %(county)s::INTEGER AND t9.id = p8.station_id), 'originIntakes', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('no', p11.no, 'receivedAt', p11.received_at, 'channel', p11.channel)), CAST('[]' AS JSON))) AS json_build_object_4 
FROM (SELECT t10.id AS id, t10.no AS no, t10.received_at AS received_at, t10.channel AS channel 
FROM intake AS t10 
WHERE t10.county = %(county)s::INTEGER AND t10.topic_id = p8.id AND t10.voided_at IS NULL ORDER BY t10.county ASC, t10.id ASC 
 LIMIT %(v5)s::BIGINT) AS p11))), CAST('[]' AS JSON))) AS json_build_object_2 
FROM (SELECT t1.id AS id, t1.no AS no, t1.title AS title, t1.station_id AS station_id 
FROM topic AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL AND t1.state = ANY (%(v2)s::TEXT[]) AND (EXISTS (SELECT 1 
FROM station AS t2 
WHERE t2.county = %(county)s::INTEGER AND t2.id = t1.station_id AND t2.level = %(v3)s::VARCHAR)) AND (EXISTS (SELECT 1 
FROM intake AS t3 
WHERE t3.county = %(county)s::INTEGER AND t3.topic_id = t1.id AND t3.voided_at IS NULL AND t3.received_at >= %(v4)s::TIMESTAMP WITH TIME ZONE)) AND (EXISTS (SELECT 1 
FROM consultation_case AS t4 
WHERE t4.county = %(county)s::INTEGER AND t4.topic_id = t1.id AND t4.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM outcome AS t5 
WHERE t5.county = %(county)s::INTEGER AND t5.case_id = t4.id AND t5.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM assignment AS t6 
WHERE t6.county = %(county)s::INTEGER AND t6.outcome_id = t5.id AND t6.voided_at IS NULL AND NOT (EXISTS (SELECT 1 
FROM reply AS t7 
WHERE t7.county = %(county)s::INTEGER AND t7.assignment_id = t6.id AND t7.voided_at IS NULL)))))))) ORDER BY t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT) AS p8))) AS TEXT) AS json_build_object_1
-- county = 990101
-- v1 = 20
-- v2 = ['in_procedure', 'concluded']
-- v3 = 'village'
-- v4 = '2026-03-01T00:00:00+08:00'
-- v5 = 20
