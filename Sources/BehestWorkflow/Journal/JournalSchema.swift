internal import GRDB

/// The tables of the journal, and how older ones are brought up to date.
enum JournalSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: utterances to events") { database in
            try database.execute(sql: first)
        }
        migrator.registerMigration("2: runs that follow others") { database in
            try database.execute(sql: "ALTER TABLE runs ADD COLUMN follows TEXT REFERENCES runs(id)")
        }
        migrator.registerMigration("3: the conversation") { database in
            // There is one person and one conversation: one row.
            try database.execute(
                sql: "CREATE TABLE conversation (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL) STRICT"
            )
        }
        migrator.registerMigration("4: attempts at transcription") { database in
            try database.execute(sql: attempts)
        }
        migrator.registerMigration("5: the chain of events") { database in
            try database.linkEvents()
        }
        migrator.registerMigration("6: claims, waits and groups") { database in
            try database.execute(sql: claims)
        }
        migrator.registerMigration("7: the turns of teams") { database in
            try database.execute(sql: turns)
        }
        migrator.registerMigration("8: schedules") { database in
            try database.execute(sql: JournalSchema.beginnings)
        }
        migrator.registerMigration("9: what was removed") { database in
            try database.execute(sql: JournalSchema.removals)
        }
        migrator.registerMigration("10: what is open") { database in
            try database.execute(sql: open)
        }
        return migrator
    }

    /// Times are seconds since 1970 and durations seconds, both with fractions; what is structured is JSON.
    private static let first = """
        CREATE TABLE utterances (
            id TEXT PRIMARY KEY NOT NULL,
            source TEXT NOT NULL,
            start REAL NOT NULL,
            duration REAL NOT NULL,
            audioPath TEXT,
            created REAL NOT NULL
        ) STRICT;

        CREATE TABLE transcripts (
            id INTEGER PRIMARY KEY,
            utterance TEXT NOT NULL REFERENCES utterances(id) ON DELETE CASCADE,
            model TEXT NOT NULL,
            text TEXT NOT NULL,
            meanLogProbability REAL,
            duration REAL NOT NULL
        ) STRICT;
        CREATE INDEX transcriptsByUtterance ON transcripts(utterance);

        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            utterance TEXT NOT NULL REFERENCES utterances(id) ON DELETE CASCADE,
            decision TEXT NOT NULL CHECK (decision IN ('act', 'ask', 'refuse')),
            reason TEXT NOT NULL,
            intent TEXT,
            slots TEXT NOT NULL
        ) STRICT;
        CREATE INDEX decisionsByUtterance ON decisions(utterance);

        CREATE TABLE runs (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            utterance TEXT REFERENCES utterances(id),
            intent TEXT NOT NULL,
            plan TEXT NOT NULL,
            state TEXT NOT NULL,
            created REAL NOT NULL,
            finished REAL,
            said TEXT
        ) STRICT;
        CREATE INDEX openRuns ON runs(state) WHERE state IN ('held', 'ready', 'running');
        CREATE INDEX runsByUtterance ON runs(utterance);

        CREATE TABLE tasks (
            id TEXT PRIMARY KEY NOT NULL,
            run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            step TEXT NOT NULL,
            agent TEXT NOT NULL,
            input TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            outputs TEXT NOT NULL,
            summary TEXT,
            error TEXT,
            idempotencyKey TEXT NOT NULL UNIQUE,
            UNIQUE (run, position)
        ) STRICT;

        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            at REAL NOT NULL,
            subjectKind TEXT NOT NULL,
            subjectID TEXT NOT NULL,
            what TEXT NOT NULL
        ) STRICT;
        CREATE INDEX eventsBySubject ON events(subjectID);
        CREATE TRIGGER eventsAreNotChanged BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
        """

    private static let attempts = """
        CREATE TABLE transcriptionAttempts (
            id INTEGER PRIMARY KEY,
            utterance TEXT NOT NULL REFERENCES utterances(id) ON DELETE CASCADE,
            endpoint TEXT NOT NULL,
            number INTEGER NOT NULL,
            cause TEXT NOT NULL,
            began REAL NOT NULL,
            duration REAL NOT NULL,
            outcome TEXT NOT NULL
        ) STRICT;
        CREATE INDEX transcriptionAttemptsByUtterance ON transcriptionAttempts(utterance);

        CREATE TABLE waitingUtterances (
            utterance TEXT PRIMARY KEY NOT NULL REFERENCES utterances(id) ON DELETE CASCADE,
            tries INTEGER NOT NULL,
            tried REAL NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
        """

    // A deadline is in seconds since the machine was started, a time that has elapsed in microseconds. A run that was taken up again has the keys of the one before it, so
    // that they are no longer unique.
    private static let claims = """
        CREATE TABLE workers (
            id TEXT PRIMARY KEY NOT NULL,
            identity TEXT NOT NULL,
            deadline REAL NOT NULL
        ) STRICT;

        ALTER TABLE runs ADD COLUMN worker TEXT;
        ALTER TABLE runs ADD COLUMN claim INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN cancelReason TEXT;
        ALTER TABLE runs ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN heldUntil REAL;
        ALTER TABLE runs ADD COLUMN planHash TEXT;
        ALTER TABLE runs ADD COLUMN resumes TEXT REFERENCES runs(id);
        CREATE INDEX runsByResumed ON runs(resumes) WHERE resumes IS NOT NULL;

        CREATE TABLE newTasks (
            id TEXT PRIMARY KEY NOT NULL,
            run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            step TEXT NOT NULL,
            agent TEXT NOT NULL,
            input TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            outputs TEXT NOT NULL,
            summary TEXT,
            error TEXT,
            idempotencyKey TEXT NOT NULL,
            interruptions INTEGER NOT NULL DEFAULT 0,
            waitFrom REAL,
            waitUntil REAL,
            elapsed INTEGER NOT NULL DEFAULT 0,
            UNIQUE (run, position)
        ) STRICT;
        INSERT INTO newTasks
            (id, run, position, step, agent, input, state, attempts, outputs, summary, error, idempotencyKey)
            SELECT id, run, position, step, agent, input, state, attempts, outputs, summary, error, idempotencyKey
            FROM tasks;
        DROP TABLE tasks;
        ALTER TABLE newTasks RENAME TO tasks;

        CREATE TABLE groupEntries (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            job TEXT NOT NULL,
            urgency INTEGER NOT NULL,
            asked REAL NOT NULL,
            entered REAL,
            left REAL,
            cancelReason TEXT,
            UNIQUE (run, job)
        ) STRICT;
        CREATE INDEX openGroupEntries ON groupEntries(name) WHERE left IS NULL;
        CREATE INDEX enteredGroupEntries ON groupEntries(name, entered) WHERE entered IS NOT NULL;
        """

    private static let turns = """
        CREATE TABLE turns (
            id TEXT PRIMARY KEY NOT NULL,
            task TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
            run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            place TEXT NOT NULL,
            member TEXT,
            candidates TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting',
            reason TEXT NOT NULL DEFAULT '',
            input TEXT NOT NULL,
            claim INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            idempotencyKey TEXT NOT NULL,
            outputs TEXT NOT NULL DEFAULT '{}',
            summary TEXT,
            error TEXT,
            settled INTEGER NOT NULL DEFAULT 0,
            asked REAL NOT NULL,
            ended REAL,
            UNIQUE (task, number)
        ) STRICT;
        CREATE INDEX openTurns ON turns(state) WHERE state IN ('waiting', 'running');
        CREATE INDEX turnsByRun ON turns(run);
        """

    /// The line of the runs that are to be done, in which urgency counts as having been recorded earlier.
    static let placeInLine = "created - urgency * \(GroupAdmission.headStart)"

    // What is at its end is nearly all of a journal, and is passed over.
    private static let open = """
        CREATE INDEX runsInLine ON runs(\(placeInLine), number) WHERE state IN ('ready', 'running');

        ALTER TABLE utterances ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
        UPDATE utterances SET settled = 1
            WHERE EXISTS (SELECT 1 FROM runs WHERE runs.utterance = utterances.id)
            OR EXISTS (SELECT 1 FROM decisions WHERE decisions.utterance = utterances.id AND decision <> 'act');
        CREATE INDEX openUtterances ON utterances(id) WHERE settled = 0;
        """
}
