-- Links by what their newest check found, by outlet; where no source states one, by host. Most dead links first.
WITH named AS (
    SELECT pages.state, coalesce(sources.outlet, split.host) AS outlet
    FROM pages
    LEFT JOIN sources ON sources.entry = pages.source
    JOIN (
        SELECT key, CASE WHEN instr(rest, '/') > 0 THEN substr(rest, 1, instr(rest, '/') - 1) ELSE rest END AS host
        FROM (SELECT key, substr(key, instr(key, '://') + 3) AS rest FROM pages)
    ) AS split ON split.key = pages.key
    WHERE pages.state <> 'unchecked'
)
SELECT outlet, count(*) AS links,
    sum(CASE state WHEN 'alive' THEN 1 ELSE 0 END) AS alive,
    sum(CASE state WHEN 'unknown' THEN 1 ELSE 0 END) AS undecided,
    sum(CASE state WHEN 'dead' THEN 1 ELSE 0 END) AS dead,
    round(100.0 * sum(CASE state WHEN 'dead' THEN 1 ELSE 0 END) / count(*), 1) AS percent_dead
FROM named GROUP BY outlet ORDER BY dead DESC, links DESC, outlet
