SELECT CAST(json_build_object('data', json_build_object('stations', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM station AS t3 
WHERE t3.county = %(county)s::INTEGER AND t3.voided_at IS NULL), 'nodes', coalesce(json_agg(json_build_object('name', p2.name, 'kind', p2.kind, 'openedOn', p2.opened_on, 'org', (SELECT json_build_object('name', t4.name) AS json_build_object_3 
FROM org_unit AS t4 
WHERE t4.county = %(county)s::INTEGER AND t4.id = p2.org_id), 'topics', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_2 
FROM topic AS t7 
WHERE t7.county = %(county)s::INTEGER AND t7.station_id = p2.id AND t7.voided_at IS NULL), 'nodes', coalesce(json_agg(json_build_object('no', p6.no, 'title', p6.title, 'state', p6.state)), CAST('[]' AS JSON))) AS json_build_object_4 
FROM (SELECT t5.id AS id, t5.no AS no, t5.title AS title, t5.state AS state 
FROM topic AS t5 
WHERE t5.county = %(county)s::INTEGER AND t5.station_id = p2.id AND t5.voided_at IS NULL ORDER BY t5.county ASC, t5.id ASC 
 LIMIT %(v2)s::BIGINT) AS p6))), CAST('[]' AS JSON))) AS json_build_object_2 
FROM (SELECT t1.id AS id, t1.org_id AS org_id, t1.name AS name, t1.kind AS kind, t1.opened_on AS opened_on 
FROM station AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL ORDER BY t1.sort_key ASC, t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT) AS p2))) AS TEXT) AS json_build_object_1
-- county = 990101
-- v1 = 20
-- v2 = 3
