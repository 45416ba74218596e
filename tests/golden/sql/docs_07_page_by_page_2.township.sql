SELECT CAST(json_build_object('data', json_build_object('intakes', (SELECT json_build_object('nodes', coalesce(array_to_json((array_agg(json_build_object('no', p2.no, 'content', p2.content, 'state', p2.state, 'decideBy', p2.decide_by)))[%(param_1)s::INTEGER:%(v1)s::BIGINT]), CAST('[]' AS JSON)), 'pageInfo', json_build_object('hasNextPage', count(*) > %(v1)s::BIGINT, 'endCursor', (array_agg(replace(encode(convert_to(CAST(json_build_array('receivedAt:desc', CAST(p2.received_at AS TEXT), CAST(p2.county AS TEXT), CAST(p2.id AS TEXT)) AS TEXT), 'UTF8'), 'base64'), chr(%(chr_1)s::INTEGER), '')))[CAST(least(count(*), %(v1)s::BIGINT) AS INTEGER)])) AS json_build_object_2 
FROM (SELECT t1.county AS county, t1.id AS id, t1.no AS no, t1.received_at AS received_at, t1.content AS content, t1.state AS state, t1.decide_by AS decide_by 
FROM intake AS t1 
WHERE t1.county = %(county)s::INTEGER AND t1.voided_at IS NULL AND (t1.received_at, t1.county, t1.id) < (%(v2)s::TIMESTAMP WITH TIME ZONE, %(v3)s::INTEGER, %(v4)s::UUID) ORDER BY t1.received_at DESC, t1.county DESC, t1.id DESC 
 LIMIT %(v1)s::BIGINT + %(param_2)s::BIGINT) AS p2))) AS TEXT) AS json_build_object_1
-- chr_1 = 10
-- county = 990101
-- param_1 = 1
-- param_2 = 1
-- v1 = 2
-- v2 = '2026-05-19 07:10:00+00'
-- v3 = '990101'
-- v4 = '00000000-0000-0000-0000-000000000000'
