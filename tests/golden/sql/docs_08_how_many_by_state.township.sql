SELECT CAST(json_build_object('data', json_build_object('topicsAggregate', (SELECT coalesce(json_agg(json_build_object('key', json_build_object('state', g1.state), 'count', g1.count)), CAST('[]' AS JSON)) AS coalesce_1 
FROM (SELECT count(*) AS count, t1.state AS state 
FROM topic AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL GROUP BY 2 ORDER BY 2 
 LIMIT %(v1)s::BIGINT) AS g1))) AS TEXT) AS json_build_object_1
-- county = 990101
-- v1 = 100
