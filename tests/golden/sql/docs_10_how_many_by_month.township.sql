SELECT CAST(json_build_object('data', json_build_object('consultationsAggregate', (SELECT coalesce(json_agg(json_build_object('key', json_build_object('dateMonth', g1."dateMonth"), 'count', g1.count)), CAST('[]' AS JSON)) AS coalesce_1 
FROM (SELECT count(*) AS count, to_char(t1.date, 'YYYY-MM') AS "dateMonth" 
FROM consultation AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL AND t1.date >= %(v1)s::DATE AND (t1.state = ANY (%(v2)s::TEXT[])) IS NOT true GROUP BY 2 ORDER BY 2 
 LIMIT %(v3)s::BIGINT) AS g1))) AS TEXT) AS json_build_object_1
-- county = 990101
-- v1 = '2026-01-01'
-- v2 = ['cancelled']
-- v3 = 100
