SELECT CAST(json_build_object('data', json_build_object('orgs', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM org_unit AS t3 
WHERE t3.county = %(county)s::INTEGER AND t3.voided_at IS NULL AND t3.kind = %(v3)s::VARCHAR), 'nodes', coalesce(json_agg(json_build_object('id', concat('OrgUnit:', p2.county, ':', p2.id), 'name', p2.name, 'regionCode', p2.region_code, 'children', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('name', p5.name, 'kind', p5.kind)), CAST('[]' AS JSON))) AS json_build_object_3 
FROM (SELECT t4.id AS id, t4.name AS name, t4.kind AS kind 
FROM org_unit AS t4 
WHERE t4.county = %(county)s::INTEGER AND t4.parent_id = p2.id AND t4.voided_at IS NULL ORDER BY t4.county ASC, t4.id ASC 
 LIMIT %(v4)s::BIGINT) AS p5))), CAST('[]' AS JSON))) AS json_build_object_2 
FROM (SELECT t1.county AS county, t1.id AS id, t1.name AS name, t1.region_code AS region_code 
FROM org_unit AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL AND t1.kind = %(v2)s::VARCHAR ORDER BY t1.sort_key ASC, t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT) AS p2))) AS TEXT) AS json_build_object_1
-- county = 990101
-- v1 = 20
-- v2 = 'liaison_group'
-- v3 = 'liaison_group'
-- v4 = 10
