SELECT CAST(json_build_object('data', json_build_object('stations', (SELECT json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM station AS t9 
WHERE t9.county = ANY (%(counties)s::INTEGER[]) AND t9.voided_at IS NULL AND t9.kind = ANY (%(v12)s::TEXT[]) AND (EXISTS (SELECT 1 
FROM station_assignment AS t10 
WHERE t10.county = ANY (%(counties)s::INTEGER[]) AND t10.county = t9.county AND t10.station_id = t9.id AND t10.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM person AS t11 
WHERE t11.county = ANY (%(counties)s::INTEGER[]) AND t11.county = t10.county AND t11.id = t10.person_id AND (t11.name ^@ %(v13)s::VARCHAR)))))), 'nodes', coalesce(array_to_json((array_agg(json_build_object('id', concat('Station:', p8.county, ':', p8.id), 'name', p8.name, 'assignments', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('role', p13.role, 'person', (SELECT json_build_object('name', t14.name, 'phone', CASE WHEN (t14.org_path ^@ ANY (%(may_person_contact_tree)s::TEXT[])) THEN t14.phone END) AS json_build_object_4 
FROM person AS t14 
WHERE t14.county = ANY (%(counties)s::INTEGER[]) AND t14.county = p13.county AND t14.id = p13.person_id))), CAST('[]' AS JSON))) AS json_build_object_3 
FROM (SELECT t12.county AS county, t12.id AS id, t12.person_id AS person_id, t12.role AS role 
FROM station_assignment AS t12 
WHERE t12.county = ANY (%(counties)s::INTEGER[]) AND t12.county = p8.county AND t12.station_id = p8.id AND t12.voided_at IS NULL ORDER BY t12.county ASC, t12.id ASC 
 LIMIT %(v14)s::BIGINT) AS p13))))[%(param_1)s::INTEGER:%(v1)s::BIGINT]), CAST('[]' AS JSON)), 'pageInfo', json_build_object('hasNextPage', count(*) > %(v1)s::BIGINT, 'endCursor', (array_agg(replace(encode(convert_to(CAST(json_build_array('name:asc', CAST(p8.sort_key AS TEXT), CAST(p8.county AS TEXT), CAST(p8.id AS TEXT)) AS TEXT), 'UTF8'), 'base64'), chr(%(chr_1)s::INTEGER), '')))[CAST(least(count(*), %(v1)s::BIGINT) AS INTEGER)])) AS json_build_object_2 
FROM (SELECT u7.county AS county, u7.id AS id, u7.name AS name, u7.sort_key AS sort_key 
FROM (SELECT anon_1.county AS county, anon_1.id AS id, anon_1.org_path AS org_path, anon_1.org_id AS org_id, anon_1.name AS name, anon_1.sort_key AS sort_key, anon_1.kind AS kind, anon_1.sub_kind AS sub_kind, anon_1.level AS level, anon_1.state AS state, anon_1.state_since AS state_since, anon_1.state_reason AS state_reason, anon_1.mobility AS mobility, anon_1.region_code AS region_code, anon_1.address AS address, anon_1.area_m2 AS area_m2, anon_1.opened_on AS opened_on, anon_1.closed_on AS closed_on, anon_1.brand AS brand, anon_1.plus_theme AS plus_theme, anon_1.culture_theme AS culture_theme, anon_1.shares_with AS shares_with, anon_1.is_demo_point AS is_demo_point, anon_1.demo_batch AS demo_batch, anon_1.plate_awarded_by AS plate_awarded_by, anon_1.plate_awarded_on AS plate_awarded_on, anon_1.latitude AS latitude, anon_1.longitude AS longitude, anon_1.takes_anonymous AS takes_anonymous, anon_1.qr_token AS qr_token, anon_1.union_org_id AS union_org_id, anon_1.version AS version, anon_1.created_at AS created_at, anon_1.created_by AS created_by, anon_1.updated_at AS updated_at, anon_1.updated_by AS updated_by, anon_1.voided_at AS voided_at, anon_1.void_reason AS void_reason, anon_1.audience AS audience 
FROM (SELECT t1.county AS county, t1.id AS id, t1.org_path AS org_path, t1.org_id AS org_id, t1.name AS name, t1.sort_key AS sort_key, t1.kind AS kind, t1.sub_kind AS sub_kind, t1.level AS level, t1.state AS state, t1.state_since AS state_since, t1.state_reason AS state_reason, t1.mobility AS mobility, t1.region_code AS region_code, t1.address AS address, t1.area_m2 AS area_m2, t1.opened_on AS opened_on, t1.closed_on AS closed_on, t1.brand AS brand, t1.plus_theme AS plus_theme, t1.culture_theme AS culture_theme, t1.shares_with AS shares_with, t1.is_demo_point AS is_demo_point, t1.demo_batch AS demo_batch, t1.plate_awarded_by AS plate_awarded_by, t1.plate_awarded_on AS plate_awarded_on, t1.latitude AS latitude, t1.longitude AS longitude, t1.takes_anonymous AS takes_anonymous, t1.qr_token AS qr_token, t1.union_org_id AS union_org_id, t1.version AS version, t1.created_at AS created_at, t1.created_by AS created_by, t1.updated_at AS updated_at, t1.updated_by AS updated_by, t1.voided_at AS voided_at, t1.void_reason AS void_reason, t1.audience AS audience 
FROM station AS t1 
WHERE t1.county = %(county_0)s::INTEGER AND t1.voided_at IS NULL AND t1.kind = ANY (%(v2)s::TEXT[]) AND (EXISTS (SELECT 1 
FROM station_assignment AS t2 
WHERE t2.county = %(county_0)s::INTEGER AND t2.station_id = t1.id AND t2.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM person AS t3 
WHERE t3.county = %(county_0)s::INTEGER AND t3.id = t2.person_id AND (t3.name ^@ %(v3)s::VARCHAR))))) AND (t1.sort_key, t1.county, t1.id) > (%(v4)s::VARCHAR, %(v5)s::INTEGER, %(v6)s::UUID) ORDER BY t1.sort_key ASC, t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT + %(param_2)s::BIGINT) AS anon_1 UNION ALL SELECT anon_2.county AS county, anon_2.id AS id, anon_2.org_path AS org_path, anon_2.org_id AS org_id, anon_2.name AS name, anon_2.sort_key AS sort_key, anon_2.kind AS kind, anon_2.sub_kind AS sub_kind, anon_2.level AS level, anon_2.state AS state, anon_2.state_since AS state_since, anon_2.state_reason AS state_reason, anon_2.mobility AS mobility, anon_2.region_code AS region_code, anon_2.address AS address, anon_2.area_m2 AS area_m2, anon_2.opened_on AS opened_on, anon_2.closed_on AS closed_on, anon_2.brand AS brand, anon_2.plus_theme AS plus_theme, anon_2.culture_theme AS culture_theme, anon_2.shares_with AS shares_with, anon_2.is_demo_point AS is_demo_point, anon_2.demo_batch AS demo_batch, anon_2.plate_awarded_by AS plate_awarded_by, anon_2.plate_awarded_on AS plate_awarded_on, anon_2.latitude AS latitude, anon_2.longitude AS longitude, anon_2.takes_anonymous AS takes_anonymous, anon_2.qr_token AS qr_token, anon_2.union_org_id AS union_org_id, anon_2.version AS version, anon_2.created_at AS created_at, anon_2.created_by AS created_by, anon_2.updated_at AS updated_at, anon_2.updated_by AS updated_by, anon_2.voided_at AS voided_at, anon_2.void_reason AS void_reason, anon_2.audience AS audience 
FROM (SELECT t4.county AS county, t4.id AS id, t4.org_path AS org_path, t4.org_id AS org_id, t4.name AS name, t4.sort_key AS sort_key, t4.kind AS kind, t4.sub_kind AS sub_kind, t4.level AS level, t4.state AS state, t4.state_since AS state_since, t4.state_reason AS state_reason, t4.mobility AS mobility, t4.region_code AS region_code, t4.address AS address, t4.area_m2 AS area_m2, t4.opened_on AS opened_on, t4.closed_on AS closed_on, t4.brand AS brand, t4.plus_theme AS plus_theme, t4.culture_theme AS culture_theme, t4.shares_with AS shares_with, t4.is_demo_point AS is_demo_point, t4.demo_batch AS demo_batch, t4.plate_awarded_by AS plate_awarded_by, t4.plate_awarded_on AS plate_awarded_on, t4.latitude AS latitude, t4.longitude AS longitude, t4.takes_anonymous AS takes_anonymous, t4.qr_token AS qr_token, t4.union_org_id AS union_org_id, t4.version AS version, t4.created_at AS created_at, t4.created_by AS created_by, t4.updated_at AS updated_at, t4.updated_by AS updated_by, t4.voided_at AS voided_at, t4.void_reason AS void_reason, t4.audience AS audience 
FROM station AS t4 
WHERE t4.county = %(county_1)s::INTEGER AND t4.voided_at IS NULL AND t4.kind = ANY (%(v7)s::TEXT[]) AND (EXISTS (SELECT 1 
FROM station_assignment AS t5 
WHERE t5.county = %(county_1)s::INTEGER AND t5.station_id = t4.id AND t5.voided_at IS NULL AND (EXISTS (SELECT 1 
FROM person AS t6 
WHERE t6.county = %(county_1)s::INTEGER AND t6.id = t5.person_id AND (t6.name ^@ %(v8)s::VARCHAR))))) AND (t4.sort_key, t4.county, t4.id) > (%(v9)s::VARCHAR, %(v10)s::INTEGER, %(v11)s::UUID) ORDER BY t4.sort_key ASC, t4.county ASC, t4.id ASC 
 LIMIT %(v1)s::BIGINT + %(param_3)s::BIGINT) AS anon_2) AS u7 ORDER BY u7.sort_key ASC, u7.county ASC, u7.id ASC 
 LIMIT %(v1)s::BIGINT + %(param_4)s::BIGINT) AS p8))) AS TEXT) AS json_build_object_1
-- chr_1 = 10
-- counties = [990101, 990102]
-- county_0 = 990101
-- county_1 = 990102
-- may_person_contact_tree = ['99/01/01/', '99/01/02/']
-- param_1 = 1
-- param_2 = 1
-- param_3 = 1
-- param_4 = 1
-- v1 = 50
-- v10 = '990101'
-- v11 = '00000000-0000-0000-0000-000000000000'
-- v12 = ['council_room']
-- v13 = '李'
-- v14 = 5
-- v2 = ['council_room']
-- v3 = '李'
-- v4 = 'a'
-- v5 = '990101'
-- v6 = '00000000-0000-0000-0000-000000000000'
-- v7 = ['council_room']
-- v8 = '李'
-- v9 = 'a'
