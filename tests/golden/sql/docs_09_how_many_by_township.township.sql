SELECT CAST(json_build_object('data', json_build_object('intakesAggregate', (SELECT coalesce(json_agg(json_build_object('key', json_build_object('township', (SELECT json_build_object('name', t2.name) AS json_build_object_2 
FROM org_unit AS t2 
WHERE t2.county = %(county)s::INTEGER AND t2.org_path = g1.township), 'channel', g1.channel), 'count', g1.count)), CAST('[]' AS JSON)) AS coalesce_1 
FROM (SELECT count(*) AS count, left(t1.org_path, %(left_1)s::INTEGER) || nullif(split_part(t1.org_path, '/', %(split_part_1)s::INTEGER), '') || '/' AS township, t1.channel AS channel 
FROM intake AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL GROUP BY 2, 3 ORDER BY 2, 3 
 LIMIT %(v1)s::BIGINT) AS g1))) AS TEXT) AS json_build_object_1
-- county = 990101
-- left_1 = 9
-- split_part_1 = 4
-- v1 = 100
