extension JournalSchema {
    // `through` is the last time that was dealt with, so that no time is dealt with twice. What began a run once (a time of a schedule, a
    // delivery to a webhook) begins none again, whatever else was forgotten.
    static let beginnings = """
        CREATE TABLE schedules (
            id TEXT PRIMARY KEY NOT NULL,
            intent TEXT NOT NULL,
            cron TEXT NOT NULL,
            zone TEXT,
            slots TEXT NOT NULL,
            through REAL NOT NULL
        ) STRICT;
        CREATE INDEX schedulesByIntent ON schedules(intent);

        CREATE TABLE beginnings (
            source TEXT NOT NULL,
            occurrence TEXT NOT NULL,
            run TEXT NOT NULL UNIQUE REFERENCES runs(id) ON DELETE CASCADE,
            at REAL NOT NULL,
            PRIMARY KEY (source, occurrence)
        ) STRICT;
        """

    // Recordings and logs of which no more were to be kept: the utterance or the run they belonged to.
    static let removals = """
        CREATE TABLE removals (
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            at REAL NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (kind, subject)
        ) STRICT;
        """
}
