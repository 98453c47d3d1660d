-- Links that were found alive and then not, or the other way round, three times or more. Most changes first.
WITH ordered AS (
    SELECT key, checked_at, state = 'alive' AS alive,
        lag(state = 'alive') OVER (PARTITION BY key ORDER BY checked_at, entry) AS before
    FROM checks
)
SELECT ordered.key AS url, count(*) AS checks,
    sum(CASE WHEN alive <> before THEN 1 ELSE 0 END) AS changes,
    min(ordered.checked_at) AS since, max(pages.state) AS state
FROM ordered JOIN pages ON pages.key = ordered.key
GROUP BY ordered.key
HAVING sum(CASE WHEN alive <> before THEN 1 ELSE 0 END) >= 3
ORDER BY changes DESC, url
