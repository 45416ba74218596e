SELECT CAST(json_build_object('stations', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('name', p2.name, 'kind', p2.kind, 'address', p2.address)), CAST('[]' AS JSON))) AS json_build_object_2 
FROM (SELECT t1.id AS id, t1.name AS name, t1.kind AS kind, t1.address AS address 
FROM station AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.audience && %(marks)s::TEXT[] AND t1.voided_at IS NULL ORDER BY t1.sort_key ASC, t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT) AS p2), 'disclosures', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('kind', p4.kind, 'title', p4.title, 'text', p4.text, 'publishedOn', p4.published_on, 'case', (SELECT json_build_object('title', t5.title) AS json_build_object_4 
FROM consultation_case AS t5 
WHERE t5.county = %(county)s::INTEGER AND t5.audience && %(marks)s::TEXT[] AND t5.id = p4.case_id))), CAST('[]' AS JSON))) AS json_build_object_3 
FROM (SELECT t3.id AS id, t3.case_id AS case_id, t3.kind AS kind, t3.title AS title, t3.text AS text, t3.published_on AS published_on 
FROM disclosure AS t3 
WHERE t3.county = %(county)s::INTEGER AND t3.audience && %(marks)s::TEXT[] AND t3.voided_at IS NULL ORDER BY t3.county ASC, t3.id ASC 
 LIMIT %(v2)s::BIGINT) AS p4), 'intakes', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM intake AS t6 
WHERE t6.county = %(county)s::INTEGER AND t6.audience && %(marks)s::TEXT[] AND t6.voided_at IS NULL)) AS json_build_object_5)) AS TEXT) AS json_build_object_1
-- county = 990101
-- marks = ['public']
-- v1 = 20
-- v2 = 20
-- v3 = 20
