-- Hosts that answer with a wall, a login or a refusal, by the newest check of each link. Most links first.
WITH split AS (
    SELECT latest.kind, substr(latest.key, instr(latest.key, '://') + 3) AS rest
    FROM latest
    WHERE latest.kind IN ('blocked', 'login', 'paywall', 'rate_limited', 'legal_block', 'geo_block')
)
SELECT CASE WHEN instr(rest, '/') > 0 THEN substr(rest, 1, instr(rest, '/') - 1) ELSE rest END AS host,
    count(*) AS links, min(kind) AS kind, count(DISTINCT kind) AS kinds
FROM split
GROUP BY CASE WHEN instr(rest, '/') > 0 THEN substr(rest, 1, instr(rest, '/') - 1) ELSE rest END
ORDER BY links DESC, host
