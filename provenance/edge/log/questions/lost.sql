-- Dead links for which no archived copy is known, with the lists that name them. The longest dead first.
SELECT pages.url, pages.kind, pages.first_failed_at AS since, pages.confirmed,
    min(mentions.file) AS named_in, count(DISTINCT mentions.file) AS lists
FROM pages LEFT JOIN checks ON checks.page = pages.entry LEFT JOIN mentions ON mentions.entry = checks.entry
WHERE pages.state = 'dead' AND NOT EXISTS (SELECT 1 FROM mementos WHERE mementos.key = pages.key)
GROUP BY pages.url, pages.kind, pages.first_failed_at, pages.confirmed
ORDER BY since, pages.url
