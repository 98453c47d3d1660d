-- Links by what their newest check found, by the year in which the source was published. Oldest year first.
SELECT coalesce(substr(sources.issued, 1, 4), 'not stated') AS published, count(*) AS links,
    sum(CASE pages.state WHEN 'alive' THEN 1 ELSE 0 END) AS alive,
    sum(CASE pages.state WHEN 'unknown' THEN 1 ELSE 0 END) AS undecided,
    sum(CASE pages.state WHEN 'dead' THEN 1 ELSE 0 END) AS dead,
    round(100.0 * sum(CASE pages.state WHEN 'dead' THEN 1 ELSE 0 END) / count(*), 1) AS percent_dead
FROM pages LEFT JOIN sources ON sources.entry = pages.source
WHERE pages.state <> 'unchecked'
GROUP BY coalesce(substr(sources.issued, 1, 4), 'not stated') ORDER BY published
