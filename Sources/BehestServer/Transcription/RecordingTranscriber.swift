internal import BehestAudio
internal import BehestSpeech
internal import NIOPosix

/// Transcribes a recording of any length, one stretch of speech after the other.
///
/// Each stretch waits for its own turn in the queue. No more sound is in memory than one of them.
struct RecordingTranscriber: Sendable {
    private let file: MeasuredFile
    private let reader: UtteranceReader
    private let transcriber: any Transcriber
    private let place: TranscriptionQueue.Place
    private let language: String

    /// Opens a recording.
    ///
    /// - Parameters:
    ///   - file: the recording.
    ///   - transcriber: what hears it.
    ///   - detection: how speech is told from silence.
    ///   - place: where it is waited for turns.
    ///   - language: what is spoken, where the transcriber does not tell.
    /// - Throws: ``AudioError`` when it is no recording.
    init(
        _ file: MeasuredFile,
        by transcriber: any Transcriber,
        detection: UtteranceReader.Detection,
        place: TranscriptionQueue.Place,
        language: String
    ) async throws {
        self.file = file
        self.transcriber = transcriber
        self.place = place
        self.language = language
        reader = UtteranceReader(file, detection: detection) { "upload" }
        // On a thread that may wait for the disk.
        try await NIOThreadPool.singleton.runIfActive { _ = try file.open() }
    }

    /// Transcribes the next stretch that holds words.
    ///
    /// - Returns: what was heard in it; `nil` at the end.
    /// - Throws: ``AudioError`` when the recording breaks off; what the transcriber and the queue throw.
    func next() async throws -> RecordingTranscript.Piece? {
        while let utterance = try await reader.next() {
            let transcript = try await place.turn { try await transcriber.transcribe(utterance) }
            if transcript.text.isEmpty { continue }
            return RecordingTranscript.Piece(transcript, of: utterance, language: transcript.language ?? language)
        }
        return nil
    }

    /// Transcribes all of it that is left.
    func rest() async throws -> RecordingTranscript {
        var whole = RecordingTranscript()
        while let piece = try await next() { whole.pieces.append(piece) }
        whole.duration = duration
        return whole
    }

    /// How much of it has been read.
    var duration: Duration { file.length }
}
