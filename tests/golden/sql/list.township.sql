SELECT CAST(json_build_object('data', json_build_object('stations', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM station AS t8 
WHERE t8.county = %(county)s::INTEGER AND t8.voided_at IS NULL AND t8.kind = ANY (%(v8)s::TEXT[]) AND (EXISTS (SELECT 1 
FROM station_assignment AS t9 
WHERE t9.county = %(county)s::INTEGER AND t9.station_id = t8.id AND t9.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM person AS t10 
WHERE t10.county = %(county)s::INTEGER AND t10.id = t9.person_id AND (t10.name ^@ %(v9)s::VARCHAR)))))), 'nodes', coalesce(array_to_json((array_agg(p7.nodes_nodes))[%(param_1)s::INTEGER:%(v1)s::BIGINT]), CAST('[]' AS JSON)), 'pageInfo', json_build_object('hasNextPage', count(*) > %(v1)s::BIGINT, 'endCursor', (array_agg(p7.cursor))[CAST(least(count(*), %(v1)s::BIGINT) AS INTEGER)])) AS json_build_object_2 
FROM (SELECT json_build_object('id', concat('Station:', t1.county, ':', t1.id), 'name', t1.name, 'assignments', (SELECT json_build_object('nodes', coalesce(json_agg(p4.nodes_nodes), CAST('[]' AS JSON))) AS json_build_object_3 
FROM (SELECT json_build_object('role', t2.role, 'person', (SELECT json_build_object('name', t3.name, 'phone', CASE WHEN (t3.org_path ^@ ANY (%(may_person_contact_tree)s::TEXT[])) THEN t3.phone END) AS json_build_object_4 
FROM person AS t3 
WHERE t3.county = %(county)s::INTEGER AND t3.id = t2.person_id)) AS nodes_nodes 
FROM station_assignment AS t2 
WHERE t2.county = %(county)s::INTEGER AND t2.station_id = t1.id AND t2.voided_at IS NULL ORDER BY t2.county ASC, t2.id ASC 
 LIMIT %(v2)s::BIGINT) AS p4)) AS nodes_nodes, replace(encode(convert_to(CAST(json_build_array('name:asc', CAST(t1.sort_key AS TEXT), CAST(t1.county AS TEXT), CAST(t1.id AS TEXT)) AS TEXT), 'UTF8'), 'base64'), chr(%(chr_1)s::INTEGER), '') AS cursor 
FROM station AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL AND t1.kind = ANY (%(v3)s::TEXT[]) AND (EXISTS (SELECT 1 
FROM station_assignment AS t5 
WHERE t5.county = %(county)s::INTEGER AND t5.station_id = t1.id AND t5.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM person AS t6 
WHERE t6.county = %(county)s::INTEGER AND t6.id = t5.person_id AND (t6.name ^@ %(v4)s::VARCHAR))))) AND (t1.sort_key, t1.county, t1.id) > (%(v5)s::VARCHAR, %(v6)s::INTEGER, %(v7)s::UUID) ORDER BY t1.sort_key ASC, t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT + %(param_2)s::BIGINT) AS p7))) AS TEXT) AS json_build_object_1
-- chr_1 = 10
-- county = 990101
-- may_person_contact_tree = ['99/01/01/100/']
-- param_1 = 1
-- param_2 = 1
-- v1 = 50
-- v2 = 5
-- v3 = ['council_room']
-- v4 = '李'
-- v5 = 'a'
-- v6 = '990101'
-- v7 = '00000000-0000-0000-0000-000000000000'
-- v8 = ['council_room']
-- v9 = '李'
