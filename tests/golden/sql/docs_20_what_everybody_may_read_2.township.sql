SELECT CAST(json_build_object('intakes', (SELECT json_build_object('nodes', coalesce(json_agg(json_build_object('no', p2.no, 'content', p2.content, 'state', p2.state, 'station', (SELECT json_build_object('name', t3.name) AS json_build_object_3 
FROM station AS t3 
WHERE t3.county = %(county)s::INTEGER AND t3.audience && %(marks)s::TEXT[] AND t3.id = p2.station_id))), CAST('[]' AS JSON))) AS json_build_object_2 
FROM (SELECT t1.id AS id, t1.no AS no, t1.station_id AS station_id, t1.content AS content, t1.state AS state 
FROM intake AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.audience && %(marks)s::TEXT[] AND t1.voided_at IS NULL ORDER BY t1.county ASC, t1.id ASC 
 LIMIT %(v1)s::BIGINT) AS p2)) AS TEXT) AS json_build_object_1
-- county = 990101
-- marks = ['public', 'receipt:9ac2197d9258257b1ae8463e4214e4cd0a578bc1517f2415928b91be4283fc48']
-- v1 = 20
