-- Dead links for which no archived copy is known, with the lists that name them. The longest dead first.
SELECT latest.url, latest.kind, latest.first_failed_at AS since, latest.confirmed,
    min(mentions.file) AS named_in, count(DISTINCT mentions.file) AS lists
FROM latest LEFT JOIN mentions ON mentions.key = latest.key
WHERE latest.state = 'dead' AND NOT EXISTS (SELECT 1 FROM mementos WHERE mementos.key = latest.key)
GROUP BY latest.url, latest.kind, latest.first_failed_at, latest.confirmed
ORDER BY since, latest.url
