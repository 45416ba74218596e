SELECT CAST(json_build_object('stations', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('name', p2.name)), CAST('[]' AS JSON))) AS json_build_object_2 
FROM (SELECT t1.id AS id, t1.name AS name 
FROM station AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.audience && %(marks)s::TEXT[] AND t1.voided_at IS NULL ORDER BY t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT) AS p2)) AS TEXT) AS json_build_object_1
-- county = 990101
-- marks = ['public']
-- v1 = 3
