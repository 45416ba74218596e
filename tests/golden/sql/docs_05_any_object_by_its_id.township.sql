SELECT CAST(json_build_object('data', json_build_object('known', (SELECT json_build_object('__typename', 'Topic', 'id', concat('Topic:', t1.county, ':', t1.id), 'title', t1.title, 'state', t1.state) AS json_build_object_2 
FROM topic AS t1 
WHERE t1.county = %(v1)s::INTEGER AND t1.id = %(v2)s::UUID), 'hidden', (SELECT json_build_object('__typename', 'Intake', 'content', t2.content) AS json_build_object_3 
FROM intake AS t2 
WHERE t2.county = %(v3)s::INTEGER AND t2.id = %(v4)s::UUID))) AS TEXT) AS json_build_object_1
-- v1 = 990101
-- v2 = UUID('00000000-0000-0000-0000-000000000000')
-- v3 = 990101
-- v4 = UUID('00000000-0000-0000-0000-000000000000')
