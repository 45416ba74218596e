SELECT CAST(json_build_object('data', json_build_object('stations', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM station AS t5 
WHERE t5.county = %(county)s::INTEGER AND t5.voided_at IS NULL AND t5.kind = ANY (%(v7)s::TEXT[]) AND (EXISTS (SELECT 1 
FROM station_assignment AS t6 
WHERE t6.county = %(county)s::INTEGER AND t6.station_id = t5.id AND t6.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM person AS t7 
WHERE t7.county = %(county)s::INTEGER AND t7.id = t6.person_id AND (t7.name ^@ %(v8)s::VARCHAR)))))), 'nodes', coalesce(array_to_json((array_agg(json_build_object('id', concat('Station:', p4.county, ':', p4.id), 'name', p4.name, 'assignments', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('role', p9.role, 'person', (SELECT json_build_object('name', t10.name, 'phone', CASE WHEN (t10.org_path ^@ ANY (%(may_person_contact_tree)s::TEXT[])) THEN t10.phone END) AS json_build_object_4 
FROM person AS t10 
WHERE t10.county = %(county)s::INTEGER AND t10.id = p9.person_id))), CAST('[]' AS JSON))) AS json_build_object_3 
FROM (SELECT t8.id AS id, t8.person_id AS person_id, t8.role AS role 
FROM station_assignment AS t8 
WHERE t8.county = %(county)s::INTEGER AND t8.station_id = p4.id AND t8.voided_at IS NULL ORDER BY t8.county ASC, t8.id ASC 
 LIMIT %(v9)s::BIGINT) AS p9))))[%(param_1)s::INTEGER:%(v1)s::BIGINT]), CAST('[]' AS JSON)), 'pageInfo', json_build_object('hasNextPage', count(*) > %(v1)s::BIGINT, 'endCursor', (array_agg(replace(encode(convert_to(CAST(json_build_array('name:asc', CAST(p4.sort_key AS TEXT), CAST(p4.county AS TEXT), CAST(p4.id AS TEXT)) AS TEXT), 'UTF8'), 'base64'), chr(%(chr_1)s::INTEGER), '')))[CAST(least(count(*), %(v1)s::BIGINT) AS INTEGER)])) AS json_build_object_2 
FROM (SELECT t1.county AS county, t1.id AS id, t1.name AS name, t1.sort_key AS sort_key 
FROM station AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL AND t1.kind = ANY (%(v2)s::TEXT[]) AND (EXISTS (SELECT 1 
FROM station_assignment AS t2 
WHERE t2.county = %(county)s::INTEGER AND t2.station_id = t1.id AND t2.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM person AS t3 
WHERE t3.county = %(county)s::INTEGER AND t3.id = t2.person_id AND (t3.name ^@ %(v3)s::VARCHAR))))) AND (t1.sort_key, t1.county, t1.id) > (%(v4)s::VARCHAR, %(v5)s::INTEGER, %(v6)s::UUID) ORDER BY t1.sort_key ASC, t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT + %(param_2)s::BIGINT) AS p4))) AS TEXT) AS json_build_object_1
-- chr_1 = 10
-- county = 990101
-- may_person_contact_tree = ['99/01/01/100/']
-- param_1 = 1
-- param_2 = 1
-- v1 = 50
-- v2 = ['council_room']
-- v3 = '李'
-- v4 = 'a'
-- v5 = '990101'
-- v6 = '00000000-0000-0000-0000-000000000000'
-- v7 = ['council_room']
-- v8 = '李'
-- v9 = 5
