SELECT CAST(json_build_object('data', json_build_object('consultationsAggregate', (SELECT coalesce(json_agg(json_build_object('count', g1.count, 'dateMin', g1."dateMin", 'dateMax', g1."dateMax", 'servedTimesSum', g1."servedTimesSum", 'servedTimesMax', g1."servedTimesMax")), CAST('[]' AS JSON)) AS coalesce_1 
FROM (SELECT count(*) AS count, min(t1.date) AS "dateMin", max(t1.date) AS "dateMax", CAST(coalesce(sum(t1.served_times), 0) AS BIGINT) AS "servedTimesSum", max(t1.served_times) AS "servedTimesMax" 
FROM consultation AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL 
 LIMIT %(v1)s::BIGINT) AS g1), 'participationsAggregate', (SELECT coalesce(json_agg(json_build_object('countSum', g2."countSum", 'countMin', g2."countMin", 'countMax', g2."countMax", 'countAvg', g2."countAvg")), CAST('[]' AS JSON)) AS coalesce_2 
FROM (SELECT count(*) AS count, CAST(coalesce(sum(t2.count), 0) AS BIGINT) AS "countSum", min(t2.count) AS "countMin", max(t2.count) AS "countMax", CAST(trim_scale(avg(CAST(t2.count AS NUMERIC))) AS TEXT) AS "countAvg" 
FROM participation AS t2 
WHERE t2.county = %(county)s::INTEGER AND t2.voided_at IS NULL AND t2.present = %(v2)s 
 LIMIT %(v3)s::BIGINT) AS g2))) AS TEXT) AS json_build_object_1
-- county = 990101
-- v1 = 100
-- v2 = True
-- v3 = 100
