-- Hosts by how long a look takes, in milliseconds, retries and waiting included. The slowest first.
WITH split AS (
    SELECT elapsed_ms, substr(key, instr(key, '://') + 3) AS rest FROM checks WHERE elapsed_ms IS NOT NULL
)
SELECT CASE WHEN instr(rest, '/') > 0 THEN substr(rest, 1, instr(rest, '/') - 1) ELSE rest END AS host,
    count(*) AS checks, round(avg(elapsed_ms)) AS mean_ms, max(elapsed_ms) AS longest_ms
FROM split
GROUP BY CASE WHEN instr(rest, '/') > 0 THEN substr(rest, 1, instr(rest, '/') - 1) ELSE rest END
ORDER BY mean_ms DESC, host
