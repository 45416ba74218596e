SELECT CAST(json_build_object('data', json_build_object('station', (SELECT json_build_object('id', concat('Station:', t1.county, ':', t1.id), 'name', t1.name, 'kind', t1.kind, 'org', (SELECT json_build_object('name', t2.name) AS json_build_object_3 
FROM org_unit AS t2 
WHERE t2.county = %(v1)s::INTEGER AND t2.id = t1.org_id)) AS json_build_object_2 
FROM station AS t1 
WHERE t1.county = %(v1)s::INTEGER AND t1.id = %(v2)s::UUID))) AS TEXT) AS json_build_object_1
-- v1 = None
-- v2 = None
