-- A new log: what the migrations of schema.py come to, so that the first call of all need not wait for the library
-- that they are written with. Statements are parted by blank lines; a test holds this file against the migrations.

PRAGMA application_id = 1886547830;

CREATE TABLE "migrations" (
   "number" INTEGER PRIMARY KEY,
   "name" TEXT NOT NULL
);

CREATE TABLE "entries" (
   "sequence" INTEGER PRIMARY KEY,
   "recorded_at" TEXT NOT NULL,
   "kind" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "leaf" BLOB NOT NULL
);

CREATE TABLE "roots" (
   "size" INTEGER PRIMARY KEY,
   "root" TEXT NOT NULL,
   "recorded_at" TEXT NOT NULL,
   "command" TEXT NOT NULL,
   "frontier" TEXT NOT NULL
);

CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
        WHEN NEW.sequence <> (SELECT coalesce(max(sequence) + 1, 0) FROM entries)
        BEGIN SELECT raise(ABORT, 'entries are numbered without gaps'); END;

CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries
        BEGIN SELECT raise(ABORT, 'entries are append-only'); END;

CREATE TRIGGER entries_refuse_delete BEFORE DELETE ON entries
        BEGIN SELECT raise(ABORT, 'entries are append-only'); END;

CREATE TRIGGER roots_in_order BEFORE INSERT ON roots
        WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM roots)
        BEGIN SELECT raise(ABORT, 'each root is over more entries than the one before'); END;

CREATE TRIGGER roots_refuse_update BEFORE UPDATE ON roots
        BEGIN SELECT raise(ABORT, 'roots are append-only'); END;

CREATE TRIGGER roots_refuse_delete BEFORE DELETE ON roots
        BEGIN SELECT raise(ABORT, 'roots are append-only'); END;

CREATE TABLE "sources" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "id" TEXT,
   "url" TEXT,
   "key" TEXT,
   "canonical_url" TEXT,
   "canonical_key" TEXT,
   "type" TEXT,
   "title" TEXT,
   "author" TEXT,
   "issued" TEXT,
   "outlet" TEXT,
   "language" TEXT,
   "recorded_at" TEXT,
   "superseded_by" INTEGER REFERENCES "sources"("entry")
);

CREATE INDEX "idx_sources_key"
    ON "sources" ("key");

CREATE INDEX "idx_sources_canonical_key"
    ON "sources" ("canonical_key");

CREATE TABLE "readings" (
   "source" INTEGER REFERENCES "sources"("entry"),
   "variable" TEXT,
   "value" TEXT,
   "status" TEXT,
   "confidence" REAL,
   "stated" TEXT,
   "basis" TEXT,
   PRIMARY KEY ("source", "variable")
);

CREATE TABLE "evidence" (
   "source" INTEGER REFERENCES "sources"("entry"),
   "position" INTEGER,
   "variable" TEXT,
   "stance" TEXT,
   "value" TEXT,
   "method" TEXT,
   "selector" TEXT,
   "quote" TEXT,
   PRIMARY KEY ("source", "position")
);

CREATE TABLE "audits" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "id" TEXT,
   "key" TEXT,
   "lists" TEXT,
   "items" INTEGER,
   "started_at" TEXT,
   "finished_at" TEXT
);

CREATE INDEX "idx_audits_key"
    ON "audits" ("key");

CREATE TABLE "captures" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "id" TEXT,
   "source" INTEGER REFERENCES "sources"("entry"),
   "url" TEXT,
   "key" TEXT,
   "digest" TEXT,
   "length" INTEGER,
   "media_type" TEXT,
   "text_digest" TEXT,
   "text_method" TEXT,
   "captured_at" TEXT
);

CREATE TABLE "citations" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "id" TEXT,
   "source" INTEGER REFERENCES "sources"("entry"),
   "url" TEXT,
   "key" TEXT,
   "style" TEXT,
   "locale" TEXT,
   "text" TEXT,
   "warnings" TEXT,
   "recorded_at" TEXT
, style_id TEXT, style_version TEXT, engine TEXT, mode TEXT, used_in TEXT);

CREATE INDEX "idx_captures_key"
    ON "captures" ("key");

CREATE INDEX "idx_captures_source"
    ON "captures" ("source");

CREATE INDEX "idx_citations_key"
    ON "citations" ("key");

CREATE INDEX "idx_citations_source"
    ON "citations" ("source");

CREATE INDEX "idx_sources_superseded_by"
    ON "sources" ("superseded_by");

CREATE TABLE "mementos" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "id" TEXT,
   "url" TEXT,
   "key" TEXT,
   "uri_r" TEXT,
   "uri_m" TEXT,
   "memento_datetime" TEXT,
   "archive" TEXT,
   "wanted" TEXT,
   "title" TEXT,
   "digest" TEXT,
   "requested" INTEGER,
   "verified" INTEGER,
   "found_at" TEXT
);

CREATE INDEX "idx_mementos_key"
    ON "mementos" ("key");

CREATE TABLE "pages" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "key" TEXT UNIQUE,
   "url" TEXT,
   "source" INTEGER REFERENCES "sources"("entry"),
   "listed" INTEGER REFERENCES "entries"("sequence"),
   "state" TEXT,
   "kind" TEXT,
   "confirmed" INTEGER,
   "failing" INTEGER,
   "since" TEXT,
   "due_at" TEXT,
   "last_check" INTEGER REFERENCES "checks"("entry"),
   "checked_at" TEXT,
   "failures" INTEGER,
   "first_failed_at" TEXT,
   "hidden" INTEGER
);

CREATE INDEX "idx_pages_listed" ON "pages" ("listed");

CREATE INDEX "idx_pages_state_listed" ON "pages" ("state", "listed");

CREATE INDEX "idx_pages_hidden_due_at" ON "pages" ("hidden", "due_at");

CREATE INDEX "idx_pages_failing_listed" ON "pages" ("listed") WHERE "failing" = 1;

CREATE INDEX "idx_pages_failing_kind" ON "pages" ("kind") WHERE "failing" = 1;

CREATE TABLE "checks" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "id" TEXT,
   "url" TEXT,
   "key" TEXT,
   "page" INTEGER REFERENCES "pages"("entry"),
   "state" TEXT,
   "kind" TEXT,
   "confirmed" INTEGER,
   "because" TEXT,
   "status_code" INTEGER,
   "target" TEXT,
   "title" TEXT,
   "checked_at" TEXT,
   "elapsed_ms" INTEGER,
   "retry_at" TEXT,
   "memento" TEXT,
   "audit" INTEGER REFERENCES "audits"("entry")
);

CREATE INDEX "idx_checks_page" ON "checks" ("page");

CREATE INDEX "idx_checks_audit" ON "checks" ("audit");

CREATE TABLE "mentions" (
   "entry" INTEGER REFERENCES "checks"("entry"),
   "position" INTEGER,
   "url" TEXT,
   "key" TEXT,
   "file" TEXT,
   "line" INTEGER,
   "place" TEXT,
   "given" TEXT,
   PRIMARY KEY ("entry", "position")
) WITHOUT ROWID;

CREATE VIEW latest AS
        SELECT key, last_check, url, state, kind, confirmed, checked_at, failures, first_failed_at
        FROM pages WHERE state <> 'unchecked';

INSERT INTO "migrations" ("number", "name") VALUES (1, 'm1_entries_and_roots');

INSERT INTO "migrations" ("number", "name") VALUES (2, 'm2_projection');

INSERT INTO "migrations" ("number", "name") VALUES (3, 'm3_revisions');

INSERT INTO "migrations" ("number", "name") VALUES (4, 'm4_citations');

INSERT INTO "migrations" ("number", "name") VALUES (5, 'm5_mementos');

INSERT INTO "migrations" ("number", "name") VALUES (6, 'm6_pages');

INSERT INTO "migrations" ("number", "name") VALUES (7, 'm7_pages_by_number');

PRAGMA user_version = 7;
