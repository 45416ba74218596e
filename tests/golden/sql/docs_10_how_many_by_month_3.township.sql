SELECT CAST(json_build_object('data', json_build_object('participationsAggregate', (SELECT coalesce(json_agg(json_build_object('key', json_build_object('consultationDateMonth', g1."consultationDateMonth"), 'countSum', g1."countSum")), CAST('[]' AS JSON)) AS coalesce_1 
FROM (SELECT count(*) AS count, to_char(t2.date, 'YYYY-MM') AS "consultationDateMonth", CAST(coalesce(sum(t1.count), 0) AS BIGINT) AS "countSum" 
FROM participation AS t1 LEFT OUTER JOIN consultation AS t2 ON t2.county = %(county)s::INTEGER AND t2.id = t1.consultation_id 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL AND t1.present = %(v1)s GROUP BY 2 ORDER BY 2 
 LIMIT %(v2)s::BIGINT) AS g1))) AS TEXT) AS json_build_object_1
-- county = 990101
-- v1 = True
-- v2 = 100
